import { importReader } from "../imports.ts";
import { asciiOf } from "../odd_json.ts";

const TABLES = [
  "id,class,tp,fp,fn,tn,group,assd,dice\na,cat,50,5,5,40,x,1.5,0.909\nb,cat,0,0,9,91,y,inf,0\n",
  'sep=;\r\nid;class;tp;fp;fn;hd95 (mm)\r\n"a;""1""";cat;50;5;5;1,5\r\nb;cat;40;5;5;\r\n',
  "id\tclass\ttp\tfp\tfn\ra\tcat\t5\t0\t0\ra\tdog\t1\t2\t3\r",
];

/** Figures in a CSV. */
export const reader = importReader({
  name: "figures.csv",
  texts: TABLES,
  repair: (_, bytes) => asciiOf(bytes),
});

/** Sets that many have, by their own names. */
import { type Content, json, type Set } from "./set.ts";

export const LAYOUTS: Record<string, Set> = {
  "vessels: raters' masks, and fields of view, as DRIVE": {
    files: Object.fromEntries([["training", "21"], ["training", "22"], ["test", "01"]]
      .flatMap(([part, id]): [string, Content][] => [
        [`${part}/images/${id}_${part}.tif`, "tif rgba"],
        [`${part}/1st_manual/${id}_manual1.gif`, id === "22" ? "mask gif right" : "mask gif"],
        [`${part}/mask/${id}_${part}_mask.gif`, "mask full"],
        ...part === "test"
          ? [[`test/2nd_manual/${id}_manual2.gif`, "mask gif"] as [string, Content]]
          : [],
      ])),
    patterns: ["{split}/images/*_{split}.tif", "{split}/1st_manual/{id}_manual1.gif"],
    ids: ["01", "21", "22"],
    says: [
      /^not taken: --masks '\{split\}\/mask\/.* field of view/,
      /^pixels: 3 channels of 8 bits, alpha is dropped, 0 to 255$/,
      /^split: by the folders test/,
    ],
  },
  "a folder per class: one of them is no other reading": {
    files: Object.fromEntries(["a", "b", "c", "d"].flatMap((id): [string, Content][] => [
      [`images/${id}.jpg`, "jpg"],
      [`masks/house/${id}.png`, "mask 0/255"],
      ...id === "d" ? [] : [[`masks/road/${id}.png`, "mask bit right"] as [string, Content]],
    ])),
    classes: ["background", "house", "road"],
    row: "222222221111111133333333",
    unsaid: /^not taken/,
  },
  "two raters, both eyes, as CHASE_DB1": {
    files: Object.fromEntries(["01L", "01R", "02L", "02R"].flatMap((id): [string, Content][] => [
      [`Image_${id}.jpg`, "jpg"],
      [`Image_${id}_1stHO.png`, id.endsWith("R") ? "mask bit right" : "mask bit"],
      [`Image_${id}_2ndHO.png`, id.endsWith("R") ? "mask bit right" : "mask shifted"],
    ])),
    patterns: ["*.jpg", "{id}_1stHO.png"],
    says: [/^not taken: --masks '\{id\}_2ndHO.png', another rater's/, /^groups: 2, .*"Image_01"/],
  },
  "the second rater, by name": {
    files: { "a.jpg": "jpg", "a_1stHO.png": "mask bit", "a_2ndHO.png": "mask shifted" },
    given: { masks: "{id}_2ndHO.png" },
    patterns: ["*.jpg", "{id}_2ndHO.png"],
    row: "122222222111111111111111",
  },
  "Cityscapes": {
    files: Object.fromEntries(
      ["train", "val"].flatMap((part) =>
        [1, 2].flatMap((n): [string, Content][] => [
          [`leftImg8bit/${part}/ulm/ulm_${n}_leftImg8bit.png`, "png"],
          [`gtFine/${part}/ulm/ulm_${n}_gtFine_labelIds.png`, "mask five"],
          [`gtFine/${part}/ulm/ulm_${n}_gtFine_color.png`, "mask rgb"],
          [`gtFine/${part}/ulm/ulm_${n}_gtFine_polygons.json`, json({ objects: [] })],
        ])
      ),
    ),
    patterns: [
      "leftImg8bit/{split}/ulm/*_leftImg8bit.png",
      "gtFine/{split}/ulm/{id}_gtFine_labelIds.png",
    ],
    row: "111112222233333444445555",
  },
  "CamVid in colours": {
    files: {
      "701_StillsRaw_full/0001TP_006690.png": "png",
      "701_StillsRaw_full/0001TP_006720.png": "png",
      "LabeledApproved_full/0001TP_006690_L.png": "mask rgb",
      "LabeledApproved_full/0001TP_006720_L.png": "mask rgb",
      "label_colors.txt": { text: "192 0 128\t\tArchway\n0 0 0\tSky\n64 0 0 Void\n" },
    },
    classes: ["Archway", "Sky"],
    row: "111111112222222222222222",
  },
  "train and trainannot": {
    files: Object.fromEntries(["train", "val", "test"].flatMap((part): [string, Content][] => [
      [`${part}/${part}1.png`, "png"],
      [`${part}annot/${part}1.png`, "mask 0/1"],
    ])),
    patterns: ["{split}/*.png", "{split}annot/{id}.png"],
    says: [/^split: by the folders test \(test\), train \(train\), val \(validation\)$/],
  },
  "Kaggle: a folder per patient": {
    files: Object.fromEntries(
      ["TCGA_1", "TCGA_2"].flatMap((id) =>
        [1, 2].flatMap((n): [string, Content][] => [
          [`kaggle_3m/${id}/${id}_${n}.png`, "png"],
          [`kaggle_3m/${id}/${id}_${n}_mask.png`, "mask 0/255"],
        ])
      ),
    ),
    says: [/^groups: 2, by their folder/],
  },
  "Kaggle: train, train_masks and a test without masks": {
    files: {
      "train/a_01.jpg": "jpg",
      "train/b_02.jpg": "jpg",
      "train_masks/a_01_mask.gif": "mask gif",
      "train_masks/b_02_mask.gif": "mask gif",
      "test/c_03.jpg": "jpg",
    },
    patterns: ["{split}/*.jpg", "{split}_masks/{id}_mask.gif"],
    ids: ["a_01", "b_02"],
  },
  "a file per object, as in the Data Science Bowl 2018": {
    files: Object.fromEntries(
      ["0a3", "f17"].flatMap((id): [string, Content][] => [
        [`stage1_train/${id}/images/${id}.png`, "png"],
        [`stage1_train/${id}/masks/c1.png`, "mask 0/255"],
        [`stage1_train/${id}/masks/d2.png`, "mask bit right"],
      ]).concat([["stage1_test/b9/images/b9.png", "png"]]),
    ),
    patterns: ["stage1_train/*/images/*.png", "stage1_train/{id}/masks/{object}.png"],
    ids: ["0a3", "f17"],
    classes: ["background", "foreground"],
    says: [/^objects: 4 masks of 2 images, one per object; .* one area$/],
    row: "222222221111111122222222",
  },
  "a file per object, in a folder of masks per image": {
    files: {
      "images/a.png": "png",
      "images/b.png": "png",
      "masks/a/1.png": "mask 0/255",
      "masks/a/2.png": "mask bit right",
      "masks/b/1.png": "mask jpg",
    },
    patterns: ["images/*.png", "masks/{id}/{object}.png"],
    ids: ["a", "b"],
    row: "222222221111111122222222",
  },
  "folders of images and masks in a folder per patient": {
    files: Object.fromEntries(
      ["Anna 1", "Béla 2"].flatMap((patient) =>
        ["s1", "s2"].flatMap((slice): [string, Content][] => [
          [`${patient}/images/${slice}.jpg`, "jpg"],
          [`${patient}/masks/${slice}_seg.png`, "mask 0/1"],
        ])
      ),
    ),
    patterns: ["{folder}/images/*.jpg", "{folder}/masks/{id}_seg.png"],
    ids: ["Anna 1/s1", "Anna 1/s2", "Béla 2/s1", "Béla 2/s2"],
    says: [/^groups: 2, by their folder/],
  },
  "kinds are no patients": {
    files: Object.fromEntries(
      ["benign", "malignant"].flatMap((kind) =>
        [1, 2].flatMap((n): [string, Content][] => [
          [`${kind}/${kind} (${n}).png`, "png"],
          [`${kind}/${kind} (${n})_mask.png`, "mask bit"],
        ])
      ),
    ),
    patterns: ["**.png", "{id}_mask.png"],
    ids: ["benign/benign (1)", "benign/benign (2)", "malignant/malignant (1)"].concat(
      "malignant/malignant (2)",
    ),
  },
};

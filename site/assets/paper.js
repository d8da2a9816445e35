// Tables for a paper: what is shown of them, as LaTeX with rules and as Markdown.
globalThis.tableAs = (() => {
  const TEX = {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "∞": "$\\infty$",
    "×": "$\\times$",
    "Σ": "$\\Sigma$",
    "−": "$-$",
    "–": "--",
    "<": "$<$",
    ">": "$>$",
  };
  const tex = (text) =>
    text.replace(/[\\~^∞×Σ−–<>]|[&%$#_{}]/g, (sign) => TEX[sign] ?? `\\${sign}`);

  // the head first; what only picks rows is no column
  const rowsOf = (table) =>
    [...table.tHead.rows, ...table.tBodies[0].rows].map((row) =>
      [...row.cells].filter((cell) => !cell.matches(".scripted"))
        .map((cell) => cell.textContent.replace(/\s+/g, " ").trim())
    );

  return {
    latex(table) {
      const rows = rowsOf(table), columns = `l${"r".repeat(rows[0].length - 1)}`;
      const [head, ...lines] = rows.map((row) => `${row.map(tex).join(" & ")} \\\\`);
      return [
        ...[`\\begin{tabular}{${columns}}`, "\\toprule", head, "\\midrule"],
        ...[...lines, "\\bottomrule", "\\end{tabular}", ""],
      ].join("\n");
    },
    markdown(table) {
      const rows = rowsOf(table), under = ["---", ...rows[0].slice(1).map(() => "---:")];
      const line = (row) => `| ${row.join(" | ")} |`;
      const [head, ...lines] = rows.map((row) =>
        line(row.map((text) => text.replace(/[\\|]/g, "\\$&")))
      );
      return [head, line(under), ...lines, ""].join("\n");
    },
  };
})();

#!/bin/sh
# exceljs 4.4.0 returns an object as the text of a link that is partly bold, and writes links as mailto: in CSV.
#
# Expected: cell.text is the text that Excel shows, for an address that Excel made a link too, and a CSV of the
#   sheet has the same text.
# Actual (3 December 2026): the text of a link with formatting is an object, so comparing or trimming it fails.
#   csv.writeBuffer writes any link's target in place of its text, and formatted text as JSON.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts exceljs@4.4.0
cat > run.mjs <<'EOF'
import ExcelJS from 'exceljs';
const part = (...texts) => ({ richText: texts.map((text, index) => ({ text, font: { bold: index === 1 } })) });
const written = new ExcelJS.Workbook();
written.addWorksheet('People').addRows([
  [{ text: 'eve@example.org', hyperlink: 'mailto:eve@example.org' }],
  [{ text: part('ben@', 'example.org'), hyperlink: 'mailto:ben@example.org' }],
  [part('Mia ', 'Baker')],
]);
const book = new ExcelJS.Workbook();
await book.xlsx.load(await written.xlsx.writeBuffer());
for (const cell of ['A1', 'A2', 'A3']) console.log(typeof book.worksheets[0].getCell(cell).text);
console.log(String(await book.csv.writeBuffer()));
EOF
node run.mjs > seen.txt
diff - seen.txt <<'EOF'
string
object
string
mailto:eve@example.org
mailto:ben@example.org
"{""richText"":[{""font"":{},""text"":""Mia ""},{""font"":{""bold"":true},""text"":""Baker""}]}"
EOF
echo "as described: exceljs@4.4.0"

#!/bin/sh
# slackformat 1.0.0 (Python) turns mentions and dates into links.
#
# Expected: <@U123>, <#C123>, <!here> and <!date^…> become rich text's own elements (user, channel, broadcast and
#   date), since the package converts between Slack's formats.
# Actual (3 December 2026): each is a link whose url is "@U123", "#C123" and so on, so nobody is notified. Real
#   links are converted correctly.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check slackformat==1.0.0
cat > run.py <<'EOF'
from slackformat import md_to_richtext

for text in ["<https://example.org|Home>", "<@U123>", "<#C123|general>", "<!here>", "<!date^1700000000^{date}|2023>"]:
    [element] = md_to_richtext(text)["elements"]
    print(text, element["type"], element.get("url"))
EOF
python/bin/python run.py > seen.txt
diff - seen.txt <<'EOF'
<https://example.org|Home> link https://example.org
<@U123> link @U123
<#C123|general> link #C123
<!here> link !here
<!date^1700000000^{date}|2023> link !date^1700000000^{date}
EOF
echo "as described: slackformat==1.0.0"

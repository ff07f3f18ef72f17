#!/usr/bin/env bash
# Makes the pictures of this folder from the report of Cambodia 2013. Needs chromium, imagemagick and
# poppler-utils; run after ./run demo.
set -euo pipefail
cd "$(dirname "$0")"
site=$(realpath ../../out/demo/cambodia-2013)
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
browser=(chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run
  --disable-background-networking --disable-component-update --disable-sync
  --user-data-dir="$profile" --hide-scrollbars)

shoot() {  # shoot PAGE NAME WIDTH HEIGHT
  "${browser[@]}" --window-size="$3,$4" --screenshot="$PWD/$2.png" "file://$site/$1" 2>/dev/null
  convert "$2.png" -colors 64 -strip "$2.png"
}

shoot index.html report-desktop-en 1200 1500
shoot km/index.html report-desktop-km 1200 1500
# Headless windows are at least 500 px wide; the checks of tests/report_pages go down to 320.
shoot index.html report-phone-en 500 1100
shoot km/index.html report-phone-km 500 1100
"${browser[@]}" --no-pdf-header-footer --print-to-pdf="$profile/print.pdf" "file://$site/index.html" 2>/dev/null
pdftoppm -r 60 -png -f 1 -l 1 "$profile/print.pdf" "$profile/print"
convert "$profile"/print-*.png -colors 64 -strip report-print-en.png

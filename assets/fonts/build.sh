#!/bin/sh
# Builds the fonts from Debian's packages. Needs: fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai
# texlive-lang-chinese python3-fonttools. Takes some minutes; the results are committed, so nobody else needs them.
set -eu
cd "$(dirname "$0")"
/usr/bin/python3 build.py window
/usr/bin/python3 build.py dots
/usr/bin/python3 build.py documents
cp /usr/share/doc/fonts-noto-cjk/copyright licenses/noto-sans-cjk.txt
cp /usr/share/doc/fonts-lxgw-wenkai/copyright licenses/lxgw-wenkai.txt
gunzip -c /usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz >licenses/fandol.txt
cp /usr/share/doc/texlive-doc/fonts/fandol/README licenses/fandol-README.txt

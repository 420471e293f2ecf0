#!/usr/bin/python3
"""Build the bundled fonts from Debian's packages. Run by build.sh; the results are committed.

Window faces: Noto Sans SC Regular and Medium, subset, CFF kept (the window reads it).
Document faces: TrueType outlines, since the PDF library reads only those: Fang Song and Hei of Fandol and LXGW's Kai,
subset and converted; characters beyond the basic plane are moved to the private use area, the map kept as data.
"""
import json
import math
import sys

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

NOTO = "/usr/share/fonts/opentype/noto/NotoSansCJK-%s.ttc"
WENKAI = "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
FANDOL = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/%s-Regular.otf"
RARE = "𬭎䶮㛃㬚旻"


def gbk():
    out = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x370, 0x400)) | set(range(0x2000, 0x2070))
    out |= set(range(0x2100, 0x2600)) | set(range(0x25A0, 0x2670)) | set(range(0x2713, 0x2718))
    out |= set(range(0x3000, 0x3100)) | set(range(0x3200, 0x3400)) | set(range(0xFE10, 0xFE70)) | set(range(0xFF00, 0xFFEF))
    for hi in range(0x81, 0xFF):
        for lo in range(0x40, 0xFF):
            try:
                out.add(ord(bytes([hi, lo]).decode("gbk")))
            except (UnicodeDecodeError, TypeError):
                pass
    return out


def gb2312():
    out = set()
    for hi in range(0xA1, 0xF8):
        for lo in range(0xA1, 0xFF):
            try:
                out.add(ord(bytes([hi, lo]).decode("gb2312")))
            except (UnicodeDecodeError, TypeError):
                pass
    return out | set(range(0x20, 0x7F)) | {ord(c) for c in "—…‘’“”·×÷℃№①②③④⑤⑥⑦⑧⑨⑩−〔〕〓"}


def cut(font, points):
    o = subset.Options(hinting=False, layout_features=["kern"], notdef_outline=True, name_IDs=["*"], glyph_names=False,
                       drop_tables=["GSUB", "BASE", "VORG", "vhea", "vmtx", "GPOS", "DSIG", "STAT"])
    s = subset.Subsetter(o)
    s.populate(unicodes=points)
    s.subset(font)
    return font


def rename(font, family, style):
    for n in font["name"].names:
        if n.nameID in (1, 16):
            n.string = family
        elif n.nameID in (4, 6):
            n.string = (family + "-" + style).replace(" ", "")


def outlines(font):
    """Turn CFF outlines into TrueType ones (quadratic, half a thousandth of an em off at most)."""
    glyphs, order = {}, font.getGlyphOrder()
    source = font.getGlyphSet()
    for name in order:
        pen = TTGlyphPen(source)
        source[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 2000, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    del font["CFF "]
    font["glyf"].compile(font)
    for name in order:
        g = font["glyf"][name]
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(g, "xMin", 0) or 0)
    m = font["maxp"] = newTable("maxp")
    m.tableVersion, m.numGlyphs = 0x00010000, len(order)
    for k in ("maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements maxSizeOfInstructions "
              "maxComponentElements maxPoints maxContours maxCompositePoints maxCompositeContours maxComponentDepth").split():
        setattr(m, k, 1 if k == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    return font


def private(font):
    """Move characters beyond the basic plane to the private use area; give the map back."""
    cmap, moved, free = font.getBestCmap(), {}, 0xE000
    for point in sorted(p for p in cmap if p > 0xFFFF):
        while free in cmap:
            free += 1
        if free > 0xF8FF:
            break
        moved[point] = free
        free += 1
    for table in font["cmap"].tables:
        if table.isUnicode():
            for point, to in moved.items():
                if point in cmap:
                    table.cmap[to] = cmap[point]
            for point in [p for p in table.cmap if p > 0xFFFF]:
                del table.cmap[point]
    font["cmap"].tables = [t for t in font["cmap"].tables if t.platformID == 3 and t.platEncID == 1] or font["cmap"].tables
    return moved


def window():
    beyond = {p for p in TTFont(WENKAI).getBestCmap() if p > 0xFFFF or 0x3400 <= p < 0x4DC0} | {ord(c) for c in RARE}
    points = gbk() | set(range(0x4E00, 0xA000)) | beyond
    for weight in ("Regular", "Medium"):
        font = cut(TTCollection(NOTO % weight).fonts[2], points)
        rename(font, "OpsLedger Sans", weight)
        font.save(f"window-{weight.lower()}.otf")


def dots():
    """What stands for a hidden character: Noto's bullet is too small to count. One circle, on the lines of the regular face;
    the space is there because lines are measured by it."""
    like = TTFont("window-regular.otf")
    middle, radius, width = 370, 300, 770
    pen = TTGlyphPen(None)
    k, c, x = radius * math.tan(math.pi / 8), middle, width / 2
    pen.moveTo((x + radius, c))
    pen.qCurveTo((x + radius, c - k), (x + k, c - radius), (x, c - radius))
    pen.qCurveTo((x - k, c - radius), (x - radius, c - k), (x - radius, c))
    pen.qCurveTo((x - radius, c + k), (x - k, c + radius), (x, c + radius))
    pen.qCurveTo((x + k, c + radius), (x + radius, c + k), (x + radius, c))
    pen.closePath()
    font = FontBuilder(like["head"].unitsPerEm, isTTF=True)
    font.setupGlyphOrder([".notdef", "space", "bullet"])
    font.setupCharacterMap({0x20: "space", 0x2022: "bullet"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "space": TTGlyphPen(None).glyph(), "bullet": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (width, 0), "space": (width, 0), "bullet": (width, int(x - radius))})
    font.setupHorizontalHeader(ascent=like["hhea"].ascent, descent=like["hhea"].descent, lineGap=like["hhea"].lineGap)
    font.setupOS2(sTypoAscender=like["OS/2"].sTypoAscender, sTypoDescender=like["OS/2"].sTypoDescender, usWinAscent=like["OS/2"].usWinAscent, usWinDescent=like["OS/2"].usWinDescent)
    font.setupNameTable({"familyName": "OpsLedger Dots", "styleName": "Regular"})
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = like["head"].modified
    font.font.recalcTimestamp = False
    font.save("window-dots.ttf")


def documents():
    core = gb2312()
    for face, source in (("fangsong", "FandolFang"), ("hei", "FandolHei"), ("song", "FandolSong")):
        path = FANDOL % source
        if face == "song":
            path = path.replace("Regular", "Bold")
        font = outlines(cut(TTFont(path), core))
        font.save(f"document-{face}.ttf")
    kai = cut(TTFont(WENKAI), gbk() | set(range(0x4E00, 0xA000)) | set(range(0x3400, 0x4DC0)) | {p for p in TTFont(WENKAI).getBestCmap() if p > 0xFFFF})
    rename(kai, "OpsLedger Kai", "Regular")
    moved = private(kai)
    kai.save("document-kai.ttf")
    with open("private.json", "w") as f:
        json.dump({f"{k:X}": f"{v:X}" for k, v in moved.items()}, f, indent=0)


if __name__ == "__main__":
    {"window": window, "dots": dots, "documents": documents}[sys.argv[1]]()

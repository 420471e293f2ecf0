package boot

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opsledger/assets/fonts"
	"opsledger/reports/gongwen"
)

// fontFiles are the files an office PC keeps the faces of official documents in, the best first.
var fontFiles = map[fonts.Face][]string{
	fonts.FangSong: {"仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "simfang_gb2312.ttf", "simfang.ttf"},
	fonts.Hei:      {"simhei.ttf"},
	fonts.Kai:      {"楷体_gb2312.ttf", "kaiti_gb2312.ttf", "simkai_gb2312.ttf", "simkai.ttf"},
	fonts.Song:     {"方正小标宋简体.ttf", "fzxbsjw.ttf", "方正小标宋_gbk.ttf", "fzxbsk.ttf"},
}

// maxFont is the largest file taken for a face.
const maxFont = 64 << 20

// OwnFonts has documents take this PC's own 仿宋, 黑体, 楷体 and 小标宋 where it has them. The programs call it as they start; they
// read the files at the first document. Tests don't: documents must come out the same on every machine.
func OwnFonts() {
	gongwen.Own(func() map[fonts.Face][]byte { return fontsIn(fontDirs()...) })
}

// fontDirs are where the system and its user keep fonts.
func fontDirs() (out []string) {
	for _, part := range [][2]string{{os.Getenv("WINDIR"), "Fonts"}, {os.Getenv("LOCALAPPDATA"), "Microsoft/Windows/Fonts"}, {os.Getenv("HOME"), ".local/share/fonts"}} {
		if part[0] != "" {
			out = append(out, filepath.Join(part[0], filepath.FromSlash(part[1])))
		}
	}
	return append(out, "/usr/local/share/fonts", "/usr/share/fonts")
}

// fontsIn reads the best file of each face below some folders; what can't be read is passed over.
func fontsIn(dirs ...string) map[fonts.Face][]byte {
	paths := map[fonts.Face]string{}
	rank := map[fonts.Face]int{}
	for _, dir := range dirs {
		_ = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return nil // a folder that can't be read has no fonts for us
			}
			for f, names := range fontFiles {
				n := slices.Index(names, strings.ToLower(e.Name()))
				if n >= 0 && (paths[f] == "" || n < rank[f]) {
					paths[f], rank[f] = path, n
				}
			}
			return nil
		})
	}
	out := map[fonts.Face][]byte{}
	for f, path := range paths {
		if info, err := os.Stat(path); err != nil || info.Size() > maxFont {
			continue
		}
		if raw, err := os.ReadFile(path); err == nil {
			out[f] = raw
		}
	}
	return out
}

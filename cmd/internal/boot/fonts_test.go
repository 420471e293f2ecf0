package boot

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"opsledger/assets/fonts"
)

func TestFontsOfThePCAreFound(t *testing.T) {
	dir, user := t.TempDir(), t.TempDir()
	for path, text := range map[string]string{filepath.Join(dir, "SIMFANG.TTF"): "仿宋", filepath.Join(dir, "deep", "simhei.ttf"): "黑体", filepath.Join(dir, "simsun.ttc"): "宋体",
		filepath.Join(user, "仿宋_GB2312.ttf"): "仿宋_GB2312"} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := fontsIn(filepath.Join(dir, "none"), dir, user)
	if len(got) != 2 || !bytes.Equal(got[fonts.FangSong], []byte("仿宋_GB2312")) || !bytes.Equal(got[fonts.Hei], []byte("黑体")) {
		t.Errorf("%q", got)
	}
}

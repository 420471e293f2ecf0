package spoken

import (
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// accent is a syllable as it may be heard: no tone, zh as z, n and r as l, h as f, -ng as -n.
func accent(s string) string {
	for _, p := range [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}, {"r", "l"}, {"h", "f"}} {
		if rest, ok := strings.CutPrefix(s, p[0]); ok {
			s = p[1] + rest
			break
		}
	}
	return strings.TrimSuffix(s, "g")
}

func TestNoTwoWordsSoundAlike(t *testing.T) {
	heard := map[string]string{}
	heteronyms := pinyin.NewArgs()
	heteronyms.Heteronym = true
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) != 3 || len([]rune(f[0])) != 2 {
			t.Fatalf("%q", line)
		}
		if _, err := simplifiedchinese.HZGB2312.NewEncoder().String(f[0]); err != nil { // no input method offers what is not simplified
			t.Errorf("%s: %v", f[0], err)
		}
		for i, r := range []rune(f[0]) {
			if all := strings.Join(pinyin.SinglePinyin(r, heteronyms), " "); !strings.Contains(" "+all+" ", " "+f[i+1]+" ") {
				t.Errorf("%c is read %s, not %s", r, all, f[i+1])
			}
		}
		sound := accent(f[1]) + " " + accent(f[2])
		if o := heard[sound]; o != "" {
			t.Errorf("%s sounds like %s", f[0], o)
		}
		heard[sound] = f[0]
	}
	if len(words) != 256 || len(heard) != 256 {
		t.Errorf("%d words, %d sounds", len(words), len(heard))
	}
	seen := map[string]bool{}
	for _, w := range words {
		if seen[w] {
			t.Errorf("%s twice", w)
		}
		seen[w] = true
	}
}

// What a key is called must never change: people compare two versions of the program.
func TestAKeyIsCalledTheSameForEver(t *testing.T) {
	if got := Of([]byte("opsledger")); got != fixed {
		t.Errorf("%s, should be %s", got, fixed)
	}
	if len(strings.Fields(fixed)) != Words || Of([]byte("another")) == fixed {
		t.Error("not ten words of its own")
	}
}

const fixed = "孔雀 森林 纽扣 管道 面条 摩托 超市 物理 帆船 心脏"

func TestWordsAreComparedHoweverTheyAreTyped(t *testing.T) {
	key := []byte("opsledger")
	said := Of(key)
	ten := strings.Fields(said)
	for typed, want := range map[string]bool{said: true, strings.ReplaceAll(said, " ", ""): true, strings.ReplaceAll(said, " ", "，"): true, " " + said + "。": true,
		strings.Join(ten[1:], " "): false, strings.Join(append(ten[1:], ten[0]), " "): false, said + " " + ten[0]: false, "": false, "12345": false} {
		if Same(typed, key) != want {
			t.Errorf("%q: should be %v", typed, want)
		}
	}
	if !Written(said) || Written("08831 12345") {
		t.Error("words and digits are taken for each other")
	}
	if got := Strange("太阳 报纸，玻璃"); len(got) != 1 || got[0] != "报纸" {
		t.Errorf("strange: %v", got)
	}
	if Same(Of([]byte("another")), key) {
		t.Error("another key's words")
	}
}

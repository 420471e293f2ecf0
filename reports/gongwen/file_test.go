package gongwen

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"opsledger/assets/fonts"
	"opsledger/reports/paper"
)

// outlined are the bookmarks another program finds, each behind as many spaces as it is deep.
func outlined(t *testing.T, raw []byte) (out []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := exec.Command("qpdf", "--json", "--json-key=outlines", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	type entry struct {
		Title string
		Page  int `json:"destpageposfrom1"`
		Kids  []json.RawMessage
	}
	var walk func(list []json.RawMessage, depth int)
	walk = func(list []json.RawMessage, depth int) {
		for _, one := range list {
			var e entry
			if err := json.Unmarshal(one, &e); err != nil {
				t.Fatal(err)
			}
			out = append(out, strings.Repeat(" ", depth)+e.Title)
			walk(e.Kids, depth+1)
		}
	}
	var all struct{ Outlines []json.RawMessage }
	if err := json.Unmarshal(found, &all); err != nil {
		t.Fatal(err)
	}
	walk(all.Outlines, 0)
	return out
}

func TestHeadingsAreBookmarks(t *testing.T) {
	d := New(paper.Meta{Created: when})
	d.Heading(3, "前言")
	d.Para("文")
	d.Heading(1, "一、𬭎女士（甲）")
	d.Para("文")
	d.Heading(2, "（一）乙\\题")
	d.Para(strings.Repeat("文", 900))
	d.Heading(2, "（二）丙")
	d.Heading(3, "1.丁")
	d.Para("文")
	d.Heading(1, "二、戊")
	got := strings.Join(outlined(t, render(t, d)), "\n")
	if want := "前言\n一、𬭎女士（甲）\n （一）乙\\题\n （二）丙\n  1.丁\n二、戊"; got != want {
		t.Errorf("bookmarks:\n%s", got)
	}
}

func TestAFileSaysWhatItIs(t *testing.T) {
	d := New(paper.Meta{Title: "关于𬭎的报告", Author: "张工", Number: "镇运维〔2026〕12号", Created: when})
	d.Title("题")
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, render(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdfinfo", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"关于𬭎的报告", "张工", "镇运维〔2026〕12号", "OpsLedger", "2026", "A4"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
	if got := letters(text(t, render(t, d))); !strings.Contains(got, "题镇运维〔2026〕12号") {
		t.Errorf("the number does not stand under the title: %s", got)
	}
}

// TestDocumentsAreDrawnAtOnce draws many at the same time; under the race detector it shows that they share the faces safely.
func TestDocumentsAreDrawnAtOnce(t *testing.T) {
	want := render(t, sample())
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			var b bytes.Buffer
			d := sample()
			if err := d.Write(&b); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("another document: %v", err)
			}
			if _, err := d.Picture(1, 200); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func drawnWith(t *testing.T, own map[fonts.Face][]byte) (*Doc, []byte) {
	t.Helper()
	l, err := newTypecase(own)
	d := begin(paper.Meta{Created: when}, l, err)
	d.Title("标题")
	d.Heading(2, "（一）楷体")
	d.Para("正文与生僻字𬭎、䶮")
	return d, render(t, d)
}

func TestThePCsOwnFacesAreTaken(t *testing.T) {
	_, bundled := drawnWith(t, nil)
	d, own := drawnWith(t, map[fonts.Face][]byte{fonts.FangSong: fonts.Document(fonts.Song), fonts.Kai: fonts.Document(fonts.Hei)})
	if bytes.Equal(own, bundled) {
		t.Error("no face was taken")
	}
	got := letters(text(t, own))
	for _, want := range []string{"（一）楷体", "正文与生僻字𬭎、䶮"} {
		if !strings.Contains(got, want) {
			t.Errorf("lost %q in %s", want, got)
		}
	}
	if len(d.Missing()) > 0 {
		t.Errorf("missing %q", d.Missing())
	}
}

func TestAFaceThatCantBeUsedLeavesTheBundledOne(t *testing.T) {
	_, want := drawnWith(t, nil)
	forbidden := fonts.Document(fonts.Song)
	tables := tablesOf(forbidden)
	binary.BigEndian.PutUint16(tables["OS/2"][8:], 0x0002)
	mapless := fonts.Document(fonts.Song)
	binary.BigEndian.PutUint16(tablesOf(mapless)["cmap"][2:], 0)
	for name, raw := range map[string][]byte{"nothing": nil, "text": []byte("不是字体"), "collection": append([]byte("ttcf"), fonts.Document(fonts.Song)[4:]...),
		"outlines of another kind": fonts.WindowRegular(), "half a file": fonts.Document(fonts.Song)[:200_000], "may not be embedded": forbidden, "no map": mapless, "no Chinese": goregular.TTF} {
		if _, got := drawnWith(t, map[fonts.Face][]byte{fonts.FangSong: raw}); !bytes.Equal(got, want) {
			t.Errorf("%s: another document", name)
		}
	}
}

func TestADamagedFaceIsAnErrorAtMost(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	for range 25 {
		raw := fonts.Document(fonts.Song)
		for range 1 + r.IntN(40) {
			at := r.IntN(len(raw))
			if r.IntN(2) == 0 {
				at = r.IntN(400) // the directory of its tables, and their heads
			}
			raw[at] = byte(r.Uint32())
		}
		if f, err := tried(fonts.Song, raw); err == nil && f == nil {
			t.Error("neither a face nor an error")
		}
	}
}

package gongwen

import (
	"bytes"
	"image"
	_ "image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"opsledger/reports/paper"
)

// printed is a page of the file as another program draws it.
func printed(t *testing.T, d *Doc, page, width int) image.Image {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x.pdf"), render(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	n := strconv.Itoa(page)
	out, err := exec.Command("pdftoppm", "-png", "-f", n, "-l", n, "-singlefile", "-scale-to-x", strconv.Itoa(width), "-scale-to-y", "-1", filepath.Join(dir, "x.pdf"), filepath.Join(dir, "x")).CombinedOutput()
	if err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "x.png"))
	if err != nil {
		t.Fatal(err)
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// ink is how dark a square of a page is, 0 to 1.
func ink(img image.Image, x, y, size int) float64 {
	sum := 0.0
	for j := y; j < y+size; j++ {
		for i := x; i < x+size; i++ {
			r, _, _, _ := img.At(i, j).RGBA()
			sum += 1 - float64(r)/0xFFFF
		}
	}
	return sum / float64(size*size)
}

func marked() *Doc {
	d := New(paper.Meta{Title: "内部", Created: when, Foot: "截至 2026-03-12 17:00", Watermark: "内部资料"})
	d.Title("运维周报")
	d.Para(strings.Repeat("本周到达工单48件，𬭎女士等。", 60))
	return d
}

func TestAPictureIsThePageOfTheFile(t *testing.T) {
	const width, block = 840, 12
	for name, d := range map[string]*Doc{"table": sample(), "watermark": marked(), "lines": charted(charts["bars with a rate"]), "bars": charted(charts["stacked"])} {
		for page := 1; page <= d.Pages(); page++ {
			got, err := d.Picture(page, width)
			if err != nil {
				t.Fatal(err)
			}
			want := printed(t, d, page, width)
			if dx, dy := got.Bounds().Dx()-want.Bounds().Dx(), got.Bounds().Dy()-want.Bounds().Dy(); dx != 0 || dy < -1 || dy > 1 {
				t.Fatalf("%s: %v, the file has %v", name, got.Bounds(), want.Bounds())
			}
			worst, total, dark := 0.0, 0.0, 0.0
			for y := 0; y+block < want.Bounds().Dy(); y += block {
				for x := 0; x+block <= width; x += block {
					by := math.Abs(ink(got, x, y, block) - ink(want, x, y, block))
					worst, total, dark = max(worst, by), total+by, dark+ink(want, x, y, block)
				}
			}
			if worst > 0.12 || total > dark*0.1 {
				t.Errorf("%s, page %d: off by %.3f at most, %.3f of its ink", name, page, worst, total/dark)
			}
		}
	}
}

func TestAPictureIsDrawnOfPagesThereAre(t *testing.T) {
	d := sample()
	for _, page := range []int{0, -1, d.Pages() + 1} {
		if _, err := d.Picture(page, 100); err == nil {
			t.Errorf("page %d", page)
		}
	}
	for _, width := range []int{0, -5, 1 << 20} {
		if _, err := d.Picture(1, width); err == nil {
			t.Errorf("width %d", width)
		}
	}
	if img, err := d.Picture(1, 1); err != nil || img.Bounds().Dy() != 1 {
		t.Errorf("a dot: %v", err)
	}
}

func BenchmarkPicture(b *testing.B) {
	d := sample()
	for b.Loop() {
		if _, err := d.Picture(1, 900); err != nil {
			b.Fatal(err)
		}
	}
}

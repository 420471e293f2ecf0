package widgets

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"

	"opsledger/ui/theme"
)

var (
	pictures = flag.String("pictures", "", "a folder: every golden rendering is drawn into it too, light and dark")
	update   = flag.Bool("update", false, "write the golden renderings anew; read the difference before committing")
)

// look renders an object without a display and holds it against testdata/NAME.xml.
func look(t *testing.T, name string, size fyne.Size, build func() fyne.CanvasObject) fyne.Window {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.Theme{})
	w := window(t, size, build)
	golden := filepath.Join("testdata", name+".xml")
	if *update {
		if err := os.WriteFile(golden, []byte(test.RenderToMarkup(w.Canvas())), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	test.AssertRendersToMarkup(t, name+".xml", w.Canvas())
	if *pictures != "" {
		draw(t, w, name)
		a.Settings().SetTheme(theme.Theme{Dark: true})
		draw(t, window(t, size, build), name+"-dark")
		a.Settings().SetTheme(theme.Theme{})
	}
	return w
}

func window(t *testing.T, size fyne.Size, build func() fyne.CanvasObject) fyne.Window {
	ground := NewPanel(base.ColorNameBackground, "", 0)
	w := test.NewTempWindow(t, container.NewStack(ground, build()))
	w.SetPadded(false)
	w.Resize(size)
	return w
}

func draw(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	f, err := os.Create(filepath.Join(*pictures, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

func TestButtons(t *testing.T) {
	look(t, "buttons", fyne.NewSize(520, 200), func() fyne.CanvasObject {
		off := NewButton("办结", "check", Main, nil)
		off.Disable()
		held := NewButton("暂停", "", Usual, nil)
		held.FocusGained()
		return Inset(16, 16, Stack(12,
			Line(8, NewButton("办结", "check", Main, nil).WithKeys("Ctrl+Enter"), off, Help("没有可办结的工单")),
			Line(8, NewButton("暂停", "", Usual, nil), held, NewButton("导出", "download", Usual, nil)),
			Line(8, NewButton("怎么算的", "", Plain, nil), NewButton("全部类型", "filter", Hushed, nil), NewButton("", "copy", Hushed, nil)),
			Line(8, NewButton("作废…", "ban", Warning, nil))))
	})
}

func TestTags(t *testing.T) {
	look(t, "tags", fyne.NewSize(520, 60), func() fyne.CanvasObject {
		return Inset(16, 16, Line(8, NewTag("st-open", "待签收", Neutral), NewTag("st-doing", "处理中", Going), NewTag("circle-arrow-up", "等待省厅", Waits),
			NewTag("help-circle", "待评估", Soon), NewTag("arrow-back-up", "返工", Bad), NewTag("circle-check", "已办结", Good)))
	})
}

func TestACardAndItsTexts(t *testing.T) {
	look(t, "card", fyne.NewSize(360, 160), func() fyne.CanvasObject {
		return Inset(12, 12, Card("每周在途率", NewButton("打开", "", Plain, nil), Stack(8,
			Body("企业职工养老补缴记录到账后未生成缴费明细，涉及多个单位").Cut(), Rule(), Row(8, Grow(Help("右边是数")), Fixed(Title("3.11", theme.SizeFigure))))))
	})
}

func TestARowSharesWhatIsLeftAtWholePixels(t *testing.T) {
	test.NewTempApp(t)
	parts := make([]fyne.CanvasObject, 4)
	for i := range parts {
		parts[i] = Least(10, 10, NewPanel(theme.Surface, "", 0))
	}
	row := Row(5, Fixed(parts[0]), Grow(parts[1]), Wide(40, parts[2]), Grow(parts[3]))
	if m := row.MinSize(); m != fyne.NewSize(85, 10) {
		t.Errorf("least size %v", m)
	}
	row.Resize(fyne.NewSize(200, 20))
	want := [][2]float32{{0, 10}, {15, 67}, {87, 40}, {132, 68}}
	for i, o := range parts {
		if o.Position().X != want[i][0] || o.Size().Width != want[i][1] {
			t.Errorf("part %d at %v, %v wide", i, o.Position().X, o.Size().Width)
		}
	}
	if parts[0].Position().Y != 5 || parts[0].Size().Height != 10 || parts[1].Size().Height != 20 {
		t.Error("a fixed part is not centred, or one that grows does not fill")
	}
	parts[1].Hide()
	row.Refresh()
	row.Resize(fyne.NewSize(201, 20))
	if parts[3].Size().Width != 141 {
		t.Errorf("a hidden part keeps its room: %v", parts[3].Size().Width)
	}
}

func TestAButtonIsPressedByKeysAndNotWhenDisabled(t *testing.T) {
	test.NewTempApp(t)
	n := 0
	b := NewButton("办结", "", Main, func() { n++ })
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.Disable()
	test.Tap(b)
	if n != 3 {
		t.Errorf("pressed %d times", n)
	}
}

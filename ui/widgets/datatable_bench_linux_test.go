package widgets

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"opsledger/ui/theme"
)

const (
	benchRows  = 100_000
	boundRatio = 1.5
)

// BenchmarkScrollAgainstABareList scrolls a table of 100,000 rows and a bare list of as many rows of one text line, by
// turns in the same run, each frame painted in software. The bare list's rows are as high and say what the table's say.
func BenchmarkScrollAgainstABareList(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.Theme{})
	size := fyne.NewSize(1100, 760)
	d := &desk{count: benchRows}
	table := NewDataTable(ticketColumns, true)
	table.SetSource(d)
	bare := widget.NewList(func() int { return benchRows }, func() fyne.CanvasObject {
		return Tall(rowHeight-base.Padding(), canvas.NewText("", theme.Of(theme.Text)))
	}, func(i widget.ListItemID, o fyne.CanvasObject) {
		line := o.(*fyne.Container).Objects[0].(*canvas.Text)
		line.Text = oneLine(ticketItem(i))
		line.Refresh()
	})
	windows := []fyne.Window{benchWindow(b, table, size), benchWindow(b, bare, size)}
	offset := float32(0)
	scroll := []func(){
		func() { table.list.ScrollToOffset(offset); d.answer(table) },
		func() { bare.ScrollToOffset(offset) },
	}
	var frames [2][]time.Duration
	for b.Loop() {
		for range 10 {
			offset += 72
			for i, w := range windows {
				begun := spent(b)
				scroll[i]()
				w.Canvas().Capture()
				frames[i] = append(frames[i], spent(b)-begun)
			}
		}
	}
	ratio := float64(middle(frames[0])) / float64(middle(frames[1]))
	b.ReportMetric(ratio, "table÷bare")
	b.ReportMetric(float64(middle(frames[0]))/float64(time.Millisecond), "ms/frame")
	if ratio > boundRatio {
		b.Errorf("a frame of the table costs %.2f times one of a bare list, at most %.1f", ratio, boundRatio)
	}
}

func benchWindow(b *testing.B, o fyne.CanvasObject, size fyne.Size) fyne.Window {
	w := test.NewTempWindow(b, o)
	w.SetPadded(false)
	w.Resize(size)
	return w
}

func oneLine(item Item) string {
	var words []string
	for _, c := range item.Cells {
		words = append(words, c.Words())
	}
	return strings.Join(words, "　")
}

// spent is the processor time this process has used.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func middle(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

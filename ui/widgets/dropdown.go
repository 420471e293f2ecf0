package widgets

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"opsledger/ui/theme"
)

// dropdown is the open list of a SearchSelect: a box to type into and the options found.
type dropdown struct {
	layer
	of    *SearchSelect
	query *Input
	lines *picks
	asked questions
}

func openDropdown(c fyne.Canvas, of *SearchSelect, query string) *dropdown {
	d := &dropdown{of: of, query: NewInput("输入文字或拼音首字母").WithIcon("search"), lines: newPicks(8 * pickHeight)}
	d.panel = On(NewPanel(base.ColorNameOverlayBackground, theme.Strong, 8), Inset(6, 6, Stack(4, d.query, d.lines)))
	d.place = beside(of, true)
	d.onOutside, d.first = d.close, d.query.Target()
	d.query.OnKey, d.query.OnChanged = d.key, d.ask
	d.query.SetValue(query)
	if query == "" {
		d.ask("")
	}
	d.open(c)
	return d
}

func (d *dropdown) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape {
		d.close()
		return true
	}
	return d.lines.key(k)
}

// ask finds what a query means.
func (d *dropdown) ask(query string) {
	current := d.asked.next()
	if d.of.Find == nil {
		d.answer(query, matching(d.of.Options, query))
		return
	}
	d.of.Find(query, func(found []Option) {
		if current() {
			d.answer(query, found)
		}
	})
}

func (d *dropdown) answer(query string, found []Option) {
	var items []pick
	current, same := 0, false
	query = strings.TrimSpace(query)
	for i, o := range found {
		on := d.of.has(o)
		if on && query == "" && !d.of.Many {
			current = i
		}
		same = same || o.Label == query
		items = append(items, pick{title: o.Label, note: o.Note, ticks: d.of.Many, on: on, do: func() { d.take(o) }})
	}
	if d.of.OnNew != nil && query != "" && !same {
		items = append(items, pick{icon: "plus", title: fmt.Sprintf("新建“%s”", query), do: func() { d.close(); d.of.OnNew(query) }})
	}
	if len(items) == 0 {
		items = []pick{{heading: true, title: nothing(query)}}
	}
	d.lines.set(items, current)
	d.fit()
}

// take chooses an option; a list of several stays open.
func (d *dropdown) take(o Option) {
	d.of.Choose(o)
	if !d.of.Many {
		d.close()
		return
	}
	at, top := d.lines.current, d.lines.top
	for i := range d.lines.items {
		if i == at {
			d.lines.items[i].on = d.of.has(o)
		}
	}
	d.lines.current, d.lines.top = at, top
	d.lines.Refresh()
}

// questions counts what was asked: a late answer to an earlier question is dropped.
type questions int

// next begins a question; what it gives tells whether that is still the last one.
func (q *questions) next() (current func() bool) {
	*q++
	mine := *q
	return func() bool { return mine == *q }
}

// nothing says that a query found nothing.
func nothing(query string) string {
	if query == "" {
		return "没有可选的项"
	}
	return fmt.Sprintf("没有找到“%s”", query)
}

// countOf says how many are chosen.
func countOf(n int) string { return fmt.Sprintf("共 %d 项", n) }

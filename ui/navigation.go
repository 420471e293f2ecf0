package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// foldedKey is where this PC keeps which groups are folded.
const foldedKey = "window.folded"

// navigation is the column of places, in groups that fold; it scrolls where it is higher than the window.
func (w *Window) navigation() fyne.CanvasObject {
	e := &w.edges
	e.nav, e.groups = map[string]*widgets.Place{}, map[string]*widgets.PlaceGroup{}
	brand := widgets.Tall(headerHeight, widgets.Inset(0, 12, widgets.Line(10, widgets.NewPicture("books", theme.Primary, 22), widgets.Title("运维台账", theme.SizeSection))))
	var parts []widgets.Part
	for at := 0; at < len(places); {
		group, from := places[at].group, at
		var items []*widgets.Place
		for ; at < len(places) && places[at].group == group; at++ {
			p := places[at]
			item := widgets.NewPlace(p.icon, p.label, func() { w.Open(p.opens()) })
			e.nav[p.screen] = item
			items = append(items, item)
		}
		if group != "" {
			head := widgets.NewPlaceGroup(group, items...)
			head.OnFold = func(bool) { w.folded() }
			head.Fold(!unfolded[group])
			e.groups[group] = head
			parts = append(parts, widgets.Fixed(widgets.InsetEach(4, 8, 0, 0, head)))
		}
		for i := from; i < at; i++ {
			parts = append(parts, widgets.Fixed(items[i-from]))
		}
	}
	e.column = widgets.Column(2, parts...)
	e.scroll = widgets.Scrolled(e.column)
	w.recallFolded()
	return widgets.On(widgets.NewPanel(theme.Nav, "", 0), widgets.InsetEach(0, 0, 8, 8, widgets.Column(0, widgets.Fixed(brand), widgets.Grow(e.scroll))))
}

// recallFolded folds the groups that were folded before.
func (w *Window) recallFolded() {
	d := w.desk
	work.Run(func(ctx context.Context) (string, error) { return d.Recall(ctx, foldedKey) }, func(raw string, err error) {
		if err != nil || raw == "" || w.desk != d {
			return // as it comes
		}
		for name, g := range w.edges.groups {
			g.Fold(strings.Contains(raw, "|"+name+"|"))
		}
		w.edges.unfold(w.trail.Here())
		w.edges.relay()
	})
}

// folded keeps which groups are folded, and makes room.
func (w *Window) folded() {
	d, raw := w.desk, "|"
	for _, p := range grouped {
		if w.edges.groups[p.group].Folded() {
			raw += p.group + "|"
		}
	}
	w.edges.relay()
	work.Run(func(ctx context.Context) (bool, error) { return true, d.Remember(ctx, foldedKey, raw) }, func(_ bool, err error) {
		if err != nil && w.desk == d {
			fyne.LogError("keeping the navigation", err)
		}
	})
}

// relay lays the column out anew.
func (e *edges) relay() {
	e.column.Refresh()
	e.scroll.Refresh()
}

// unfold shows the places among which a route leads.
func (e *edges) unfold(to Route) {
	p := placeOf(to.Screen)
	if g := e.groups[p.group]; g != nil && g.Folded() {
		g.Fold(false)
		e.relay()
	}
	if item := e.nav[p.screen]; item != nil {
		widgets.Reveal(e.scroll, item)
	}
}

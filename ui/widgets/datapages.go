package widgets

import "fyne.io/fyne/v2"

// Source is where the rows of a table come from.
type Source interface {
	// Count says how many rows there are, or with more, that there are at least so many.
	Count() (rows int, more bool)
	// Want asks for rows and returns at once; they are handed to SetPage later.
	Want(Span)
}

// Span is a page that is wanted. One asked for before the table was loaded anew is told apart when it comes in late.
type Span struct {
	Offset, Limit int
	turn          int
}

const (
	pageRows  = 100
	keptPages = 12
)

// pages holds the rows near those that are seen.
type pages struct {
	source Source
	count  int
	more   bool
	turn   int
	held   map[int][]Item // by page; nil: asked for and not come yet
	near   int            // the row seen last
}

// load begins anew with a source.
func (p *pages) load(s Source) {
	p.source, p.turn, p.held = s, p.turn+1, map[int][]Item{}
	p.count, p.more = s.Count()
}

// length is how many rows the list shows: where there are more, one that loads stands for them.
func (p *pages) length() int {
	if p.more {
		return p.count + 1
	}
	return p.count
}

// item gives a row, or nil and asks for its page.
func (p *pages) item(i int) *Item {
	if p.source == nil || i < 0 {
		return nil
	}
	p.near = i
	if item := p.peek(i); item != nil {
		return item
	}
	n := i / pageRows
	if _, asked := p.held[n]; !asked {
		p.held[n] = nil
		p.forget()
		p.source.Want(Span{Offset: n * pageRows, Limit: pageRows, turn: p.turn})
	}
	return p.peek(i)
}

// peek gives a row that is held.
func (p *pages) peek(i int) *Item {
	if i < 0 {
		return nil
	}
	if page := p.held[i/pageRows]; i%pageRows < len(page) {
		return &page[i%pageRows]
	}
	return nil
}

// forget drops the pages furthest from what is seen.
func (p *pages) forget() {
	for len(p.held) > keptPages {
		far, at := -1, 0
		for n := range p.held {
			if d := max(n-p.near/pageRows, p.near/pageRows-n); d > far {
				far, at = d, n
			}
		}
		delete(p.held, at)
	}
}

// take puts a page in; it reports whether the page is still wanted and whether the number of rows changed.
func (p *pages) take(a Span, rows []Item) (wanted, counted bool) {
	n := a.Offset / pageRows
	if _, asked := p.held[n]; a.turn != p.turn || !asked {
		return false, false
	}
	if rows == nil {
		rows = []Item{}
	}
	p.held[n] = rows
	was := p.length()
	if end := a.Offset + len(rows); p.more && len(rows) < a.Limit {
		p.count, p.more = end, false
	} else if p.more {
		p.count = max(p.count, end)
	}
	return true, p.length() != was
}

// SetSource shows the rows of a source from the top; nothing is chosen or checked.
func (t *DataTable) SetSource(s Source) {
	t.at, t.key, t.anchor = -1, "", -1
	t.rows.load(s)
	t.list.ScrollToOffset(0)
	t.setChecked(map[string]mark{})
	t.rebuild()
}

// Reload reads the same rows again, after a step: what is chosen and checked stays.
func (t *DataTable) Reload() {
	if t.rows.source != nil {
		t.ReloadFrom(t.rows.source)
	}
}

// ReloadFrom is Reload from another source, where there are more rows or fewer now.
func (t *DataTable) ReloadFrom(s Source) {
	t.rows.load(s)
	t.at = min(t.at, t.rows.length()-1) // where the row chosen is gone, its neighbour is next
	if t.at < 0 && t.rows.length() == 0 {
		t.key = ""
	}
	t.rebuild()
}

// SetPage hands in a page that was wanted; one asked for before the last load is dropped. A page that can't be had stays
// grey until Reload.
func (t *DataTable) SetPage(a Span, rows []Item) {
	wanted, counted := t.rows.take(a, rows)
	if !wanted {
		return
	}
	late := false
	for i, item := range rows {
		if m, ok := t.checked[item.Key]; ok {
			t.checked[item.Key] = mark{a.Offset + i, item, m.ranged}
		}
		switch {
		case t.key != "" && item.Key == t.key:
			t.at = a.Offset + i
		case t.key == "" && t.at == a.Offset+i:
			t.key, late = item.Key, true
		}
	}
	if counted {
		t.rebuild()
	} else {
		t.redraw()
	}
	if late && t.OnSelect != nil {
		t.OnSelect(rows[t.at-a.Offset])
	}
}

// SetRows shows rows that are all at hand.
func (t *DataTable) SetRows(rows []Item) { t.SetSource(&whole{rows, &t.rows}) }

// whole is a source that has all rows and hands them over at once.
type whole struct {
	rows []Item
	into *pages
}

func (w *whole) Count() (int, bool) { return len(w.rows), false }

func (w *whole) Want(a Span) {
	w.into.take(a, w.rows[min(a.Offset, len(w.rows)):min(a.Offset+a.Limit, len(w.rows))])
}

// Rows is how many rows there are, as far as is known.
func (t *DataTable) Rows() int { return t.rows.count }

// Item gives a row that is loaded.
func (t *DataTable) Item(i int) (Item, bool) {
	if item := t.rows.peek(i); item != nil {
		return *item, true
	}
	return Item{}, false
}

func (t *DataTable) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(t.list) }

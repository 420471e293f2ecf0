package widgets

import (
	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"opsledger/ui/theme"
)

// Group is results of one sort under a heading.
type Group struct {
	Title   string
	Results []Result
}

// Result is something found; Do goes there.
type Result struct {
	Icon, Title, Note, Hint string
	Do                      func()
}

// Palette finds anything by a few characters (Ctrl+K): arrows move, Enter goes, Esc closes.
type Palette struct {
	layer
	find  func(query string, answer func([]Group))
	query *Input
	lines *picks
	asked questions

	pending bool // what is shown answers an earlier question
	going   bool // Enter was pressed meanwhile: it goes to what the answer shows first
}

// OpenPalette shows it over a window. find is asked at each change and answers on the window's thread, possibly late.
func OpenPalette(on fyne.Canvas, placeholder string, find func(query string, answer func([]Group))) *Palette {
	p := &Palette{find: find, query: NewInput(placeholder).WithIcon("search"), lines: newPicks(min(420, on.Size().Height-160))}
	p.query.bare, p.query.behind = true, keyCap("Esc")
	p.panel = On(NewPanel(base.ColorNameOverlayBackground, theme.Strong, 12), Stack(0, Inset(8, 8, p.query), Inset(0, 1, Rule()), Inset(6, 6, p.lines)))
	p.place, p.dim = across(600, 72), true
	p.onOutside, p.first = p.Close, p.query.Target()
	p.query.OnKey, p.query.OnChanged = p.key, p.ask
	p.ask("")
	p.open(on)
	return p
}

// Close takes it away.
func (p *Palette) Close() { p.asked.next(); p.close() }

func (p *Palette) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape {
		p.Close()
		return true
	}
	if p.pending && (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) {
		p.going = true
		return true
	}
	return p.lines.key(k)
}

func (p *Palette) ask(query string) {
	current := p.asked.next()
	p.pending, p.going = true, false
	p.find(query, func(groups []Group) {
		if !current() {
			return
		}
		p.pending = false
		if p.show(query, groups); p.going {
			p.lines.key(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}
	})
}

func (p *Palette) show(query string, groups []Group) {
	var items []pick
	for _, g := range groups {
		if len(g.Results) > 0 && g.Title != "" {
			items = append(items, pick{heading: true, title: g.Title})
		}
		for _, r := range g.Results {
			items = append(items, pick{icon: r.Icon, title: r.Title, note: r.Note, hint: r.Hint, do: func() { p.Close(); r.Do() }})
		}
	}
	if len(items) == 0 && query != "" {
		items = []pick{{heading: true, title: nothing(query)}}
	}
	p.lines.set(items, 0)
	p.fit()
}

// keyCap is a key's name in a small frame.
func keyCap(name string) fyne.CanvasObject {
	return Tall(20, On(NewPanel(theme.Surface, theme.Border, 4), Inset(0, 6, NewText(name, theme.SizeAxis, theme.Text3).Centre())))
}

package clerk

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"opsledger/cmd/internal/sight"
)

// lost is after how long what was typed may be taken for lost.
const lost = 10 * time.Second

// Focused is the box that is typed into.
func (w *Clerk) Focused() (sight.Seen, bool) {
	all := w.Look()
	i := slices.IndexFunc(all, func(s sight.Seen) bool { return s.What == "input" && s.Focused })
	if i < 0 {
		return sight.Seen{}, false
	}
	return all[i], true
}

// Write types into the box that has the focus, once one has.
func (w *Clerk) Write(text string) {
	w.t.Helper()
	w.Until("a box to type into", func() bool { _, ok := w.Focused(); return ok })
	w.into(text, w.Focused)
}

// Fill clicks the box below a label and types into it.
func (w *Clerk) Fill(label, text string) {
	w.t.Helper()
	find := func() (sight.Seen, bool) { return below(w.Look(), label, "input") }
	w.Until("a box for "+label, func() bool {
		box, ok := w.reach(label, "input")
		if ok && !box.Focused {
			w.Click(box)
		}
		return ok && box.Focused
	})
	w.into(text, find)
}

// Open opens the choice below a label.
func (w *Clerk) Open(label string) {
	w.t.Helper()
	w.Until("a choice for "+label, func() bool {
		box, ok := w.reach(label, "SearchSelect")
		if ok {
			w.Click(box)
		}
		return ok
	})
}

// Choose opens the choice below a label, seeks one of what it offers, and takes it.
func (w *Clerk) Choose(label, option string) {
	w.t.Helper()
	w.Open(label)
	w.Write(option)
	w.Click(w.Await(option, func(s sight.Seen) bool { return s.What == "text" && s.Says == option && !w.typed(s) }))
	w.Until(option+" in "+label, func() bool {
		all := w.Look()
		box, ok := below(all, label, "SearchSelect")
		return ok && slices.ContainsFunc(all, func(s sight.Seen) bool { return s.Says == option && s.In(box) })
	})
}

// typed reports whether a text stands in the box that is typed into.
func (w *Clerk) typed(s sight.Seen) bool {
	box, ok := w.Focused()
	return ok && s.In(box)
}

// reach looks for a box below a label; where it is out of view, the form is scrolled on, at its end back again, with the pointer on another label:
// a long text under it would be scrolled in its stead.
func (w *Clerk) reach(label, what string) (box sight.Seen, ok bool) {
	w.t.Helper()
	if within(time.Second, func() bool { box, ok = below(w.Look(), label, what); return ok }) {
		return box, true
	}
	all := w.Look()
	if i := slices.IndexFunc(all, func(s sight.Seen) bool { return heads(all, s) }); i >= 0 {
		w.point(all[i])
	} else {
		w.do("mousemove", "640", "360") // the middle: all of what is seen is read only
	}
	w.do("click", map[bool]string{false: "5", true: "4"}[w.upward])
	moved := func() bool {
		return !slices.EqualFunc(all, w.Look(), func(a, b sight.Seen) bool { return a.Y == b.Y && a.H == b.H })
	}
	if !within(time.Second, moved) {
		w.upward = !w.upward
	}
	return box, false
}

// heads reports whether a text stands right above a box.
func heads(all []sight.Seen, s sight.Seen) bool {
	return s.What == "text" && slices.ContainsFunc(all, func(box sight.Seen) bool {
		gap := box.Y - s.Y - s.H
		return (box.What == "input" || box.What == "SearchSelect") && gap >= 0 && gap < 12 && box.X <= s.X+2 && s.X < box.X+box.W
	})
}

// below is the box to type into, or to choose in, that stands nearest below a label.
func below(all []sight.Seen, label, what string) (box sight.Seen, ok bool) {
	i := slices.IndexFunc(all, func(s sight.Seen) bool { return s.What == "text" && s.Says == label })
	if i < 0 {
		return box, false
	}
	for _, s := range all {
		if s.What == what && s.Y >= all[i].Y && s.X <= all[i].X+2 && s.X+s.W > all[i].X && (!ok || s.Y < box.Y) {
			box, ok = s, true
		}
	}
	return box, ok
}

// into types into the box found until it holds the text: a slow machine may lose a key, or take a click so late that the box has moved from
// under it and no longer has the focus. What is hidden is counted; what a date was understood as may stand behind it.
func (w *Clerk) into(text string, find func() (sight.Seen, bool)) {
	w.t.Helper()
	for _, r := range text {
		if r >= 0x80 && !strings.ContainsRune(w.has, r) {
			w.t.Fatalf("the keyboard has no %c", r)
		}
	}
	holds := func() bool {
		all := w.Look()
		box, ok := find()
		var typed []string
		for _, s := range all {
			if ok && s.What == "text" && s.In(box) {
				typed = append(typed, s.Says)
			}
		}
		whole := strings.Join(typed, "")
		return whole == text || len(typed) > 0 && typed[0] == text || whole == strings.Repeat("•", len([]rune(text)))
	}
	w.Until("what was typed", func() bool {
		if box, ok := find(); ok && !box.Focused {
			w.Click(box)
			return false
		}
		w.Keys("ctrl+a", "BackSpace")
		w.do("type", "--delay", "40", text)
		return within(lost, holds)
	})
}

// Command finds a command or a place by its words (Ctrl+K), and takes it.
func (w *Clerk) Command(words string) {
	w.t.Helper()
	w.Keys("ctrl+k")
	w.Until("the palette", func() bool {
		box, ok := w.Focused()
		return ok && slices.ContainsFunc(w.Look(), func(s sight.Seen) bool { return s.What == "text" && s.Says == "Esc" && s.In(box) })
	})
	w.Write(words)
	w.Click(w.still(words, func(s sight.Seen) bool { return s.What == "text" && s.Says == words && !w.typed(s) }))
}

// still waits for something until it stays where it is: records found later move what stands below them.
func (w *Clerk) still(what string, as func(sight.Seen) bool) (found sight.Seen) {
	w.t.Helper()
	looks := 0
	w.Until(what, func() bool {
		all := w.Look()
		i := slices.IndexFunc(all, as)
		switch {
		case i < 0:
			looks = 0
		case looks > 0 && all[i].X == found.X && all[i].Y == found.Y:
			looks++
		default:
			found, looks = all[i], 1
		}
		return looks == 5
	})
	return found
}

// Save says in which folder a file is to lie, where that is asked, and waits until it is there.
func (w *Clerk) Save(folder, verb, pattern string) (path string) {
	w.t.Helper()
	w.Fill("文件夹", folder)
	w.Shot("where")
	w.Press(verb)
	w.Until("a file "+pattern, func() bool {
		found, err := filepath.Glob(filepath.Join(folder, pattern))
		if err == nil && len(found) == 1 {
			path = found[0]
		}
		return path != ""
	})
	return path
}

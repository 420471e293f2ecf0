package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
	"opsledger/ui/widgets"
)

// The card in the window is the card of the command line; a clause shows its evidence, a piece opens its record, a ticket is priced.
func TestTheScoreIsShownWithItsEvidenceAndPricesATicket(t *testing.T) {
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: 60, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := boot.Open(t.Context(), boot.Options{Dir: made.Store, Password: demo.Password, Program: "opsctl", Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	card, err := s.Score(t.Context(), app.ScoreQuery{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	w := open(t, made.Store)
	onWindow(func() {
		w.Window().Resize(fyne.NewSize(1440, 900))
		w.Login.Password.SetText(demo.Password)
		test.Tap(w.Login.Enter)
	})
	until(t, "the dashboard", func() bool { return w.Board != nil })
	onWindow(func() { w.Open("score") })
	until(t, "the card", func() bool { return w.Score != nil && w.Score.Card() != nil })
	onWindow(func() { w.Score.Choose("S4") })
	var texts []string
	onWindow(func() { texts = told(w) })
	number := ""
	for _, l := range card.Clauses {
		if !slices.Contains(texts, l.ID) || !slices.Contains(texts, l.Title) {
			t.Errorf("%s is not shown", l.ID)
		}
		if l.ID == "S4" {
			number = l.Evidence[0].Number
		}
	}
	if !slices.Contains(texts, card.Total.String()) || !slices.Contains(texts, number) || number == "" {
		t.Errorf("%s or %q is not shown: %v", card.Total, number, texts)
	}
	out := t.TempDir()
	fill(t, w, w.Score.PDF, out, "", "保存")
	until(t, "the sheet", func() bool {
		found, err := filepath.Glob(filepath.Join(out, "考核自评表-*.pdf"))
		return err == nil && len(found) == 1 && !w.Busy()
	})
	onWindow(func() { w.Score.Reckon("", "7") })
	until(t, "the price", func() bool {
		return slices.ContainsFunc(said(w), func(text string) bool {
			return strings.Contains(text, "再延误 7 个工作日，扣分变动 −1.1")
		})
	})
	onWindow(func() { w.Score.Reckon("", "x") })
	until(t, "the refusal", func() bool {
		return slices.ContainsFunc(said(w), func(text string) bool { return strings.Contains(text, "天数应为") })
	})
}

// said are the paragraphs of what lies over the window.
func said(w interface{ Window() fyne.Window }) (out []string) {
	hold()
	for _, layer := range w.Window().Canvas().Overlays().List() {
		for _, o := range test.LaidOutObjects(layer) {
			if p, ok := o.(*widgets.Paragraph); ok {
				out = append(out, p.Value())
			}
		}
	}
	return out
}

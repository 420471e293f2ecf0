package main

import (
	"context"
	"crypto/ed25519"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui"
)

// colleague is someone on another PC, who writes without knowing of what is written here.
type colleague struct {
	author ledger.Author
	tip    ledger.Tip
}

// certified lets a colleague of a role into the ledger of the window.
func certified(t *testing.T, w *ui.Window, name string, role ledger.Role) *colleague {
	t.Helper()
	c := &colleague{author: ledger.Author{Key: ed25519.NewKeyFromSeed([]byte(strings.Repeat(name[:1], 32))), App: "test"}}
	desk := w.Desk()
	err := desk.Store.Write(t.Context(), func(wr app.Writer) error {
		roster, err := wr.Roster(t.Context())
		if err != nil {
			return err
		}
		cert := ledger.Certificate{Public: c.author.Key.Public().(ed25519.PublicKey), Account: name, Device: "二号机", Roles: []ledger.Role{role}, Feed: ledger.FeedID(strings.Repeat("c", 32))}
		tip, err := wr.Tip(t.Context())
		if err != nil {
			return err
		}
		s, err := desk.Author.Write(tip, ledger.Draft{Entries: []ledger.Entry{ledger.CertificateEntry(desk.Ledger, ledger.RosterCertify, cert, roster.Last()...)}, Wall: now})
		if err != nil {
			return err
		}
		if err := wr.Append(t.Context(), s); err != nil {
			return err
		}
		c.tip, err = wr.Tip(t.Context())
		c.tip.Feed, c.tip.Others, c.tip.Prev = cert.Feed, append(c.tip.Others, c.tip.Prev), nil
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// writes seals what a colleague wrote before anything was heard from here; hand brings it.
func (c *colleague) writes(t *testing.T, e ledger.Entry) *ledger.Sealed {
	t.Helper()
	s, err := c.author.Write(c.tip, ledger.Draft{Entries: []ledger.Entry{e}, Wall: now})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// disputed has this PC and a colleague of a role give a ticket to different people, and opens it.
func disputed(t *testing.T, role ledger.Role) (w *ui.Window, id string) {
	t.Helper()
	w = listing(t, 20)
	onWindow(func() {
		item, _ := w.Tickets.Table.Item(0)
		id = item.Key
	})
	c := certified(t, w, "li", role)
	theirs := c.writes(t, ledger.Entry{Record: ledger.RecordID(id), Kind: "ticket", Action: ledger.Amend, Fields: ledger.Fields{"assignee": "乙"}})
	if _, err := w.Desk().Act(t.Context(), app.Step{Kind: "ticket", Key: id, Action: ledger.Amend, Values: map[string]string{"assignee": "甲"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Desk().Store.Write(t.Context(), func(wr app.Writer) error { return wr.Append(t.Context(), theirs) }); err != nil {
		t.Fatal(err)
	}
	onWindow(func() { w.Tickets.OpenRecord(id) })
	until(t, "the conflict", func() bool { return strings.Contains(words(w), "有冲突待裁决") && !w.Busy() })
	return w, id
}

func TestAConflictIsSettledFromThePageByTakingASide(t *testing.T) {
	w, id := disputed(t, ledger.Engineer)
	onWindow(func() {
		row := w.Tickets.Conflicts[0]
		if text := words(w); !strings.Contains(text, "二号机") || row.Chosen() >= 0 {
			t.Error("the sides are not told, or one is chosen already")
		}
		row.Choose(0)
		tap(t, w, "按所选裁决…")
	})
	until(t, "the question", func() bool { return says(w, "其余各方不再算数") })
	onWindow(func() { tap(t, w, "裁决") })
	until(t, "the page without the conflict", func() bool {
		return strings.Contains(words(w), "已记录：裁决冲突") && !strings.Contains(words(w), "有冲突待裁决") && !w.Busy()
	})
	s, err := w.Desk().Show(context.Background(), "ticket", id, true, "")
	if err != nil || len(s.Conflicts) != 0 || s.Fields["assignee"] != "甲" && s.Fields["assignee"] != "乙" || s.History[len(s.History)-1].Action != ledger.Settle {
		t.Errorf("%v %v %v", s.Conflicts, s.Fields["assignee"], err)
	}
	onWindow(func() { tap(t, w, "撤回") })
	until(t, "the conflict again", func() bool { return strings.Contains(words(w), "有冲突待裁决") })
}

func TestWhatTheCenterWroteIsSettledByTheCenterOnly(t *testing.T) {
	w, id := disputed(t, ledger.Center)
	s, err := w.Desk().Show(t.Context(), "ticket", id, true, "")
	if err != nil || len(s.Conflicts) != 1 {
		t.Fatal(s.Conflicts, err)
	}
	mine := 0
	for i, ref := range s.Conflicts[0].Sides {
		for _, h := range s.History {
			if h.Ref == ref && h.Changes["assignee"] == "甲" {
				mine = i
			}
		}
	}
	if got := s.Conflicts[0].Barred; !strings.Contains(got[mine], "只能由信息中心裁决") || got[1-mine] != "" {
		t.Errorf("%q", got)
	}
	if !strings.Contains(seen(words, w), "只能由信息中心裁决") {
		t.Error("the page does not say why one side can't be taken")
	}
	if _, err := w.Desk().Settle(t.Context(), "ticket", id, "assignee", s.Conflicts[0].Sides[mine]); err == nil || !strings.Contains(err.Error(), "只能由信息中心裁决") {
		t.Errorf("%v", err)
	}
	if _, err := w.Desk().Settle(t.Context(), "ticket", id, "assignee", s.Conflicts[0].Sides[1-mine]); err != nil {
		t.Error(err)
	}
	if _, err := w.Desk().Settle(t.Context(), "ticket", id, "assignee", s.Conflicts[0].Sides[1-mine]); err == nil || !strings.Contains(err.Error(), "没有待裁决的冲突") {
		t.Errorf("settled twice: %v", err)
	}
}

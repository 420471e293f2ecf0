package screens

import (
	"context"
	"encoding/json"
	"reflect"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/ui/widgets"
)

// memory is what the list looked like last: a setting of this PC, no part of the ledger.
type memory struct {
	View  string        `json:"view,omitempty"`
	Where []string      `json:"where,omitempty"`
	Text  string        `json:"text,omitempty"`
	Table widgets.State `json:"table"`
}

func (t *Records) recall(ctx context.Context) (m memory, err error) {
	raw, err := t.desk.Recall(ctx, t.look.memory)
	if err != nil || raw == "" {
		return m, err
	}
	if json.Unmarshal([]byte(raw), &m) != nil { // written by another version: the list begins as it comes
		return memory{}, nil
	}
	return m, nil
}

// restore brings back the columns, and unless the list was opened with a filter of its own, what it showed.
func (t *Records) restore(m memory) {
	if m.Table.Sort == "" {
		m.Table.Sort = t.look.order
	}
	t.keep(m)
	t.Table.SetState(m.Table)
	if t.drilled {
		return
	}
	t.apply(app.Filter{Where: m.Where, Search: m.Text})
	t.setView(m.View)
}

// remember keeps what the list looks like now. A list opened with a filter keeps its columns only.
func (t *Records) remember() {
	if !t.began {
		return
	}
	was := t.desk.listed[t.kind.Name]
	m := was
	m.Table = t.Table.State()
	if f := t.filter(); !t.drilled {
		m.View, m.Where, m.Text = t.view, f.Where, f.Search
	}
	if reflect.DeepEqual(m, was) {
		return
	}
	t.keep(m)
	raw, err := json.Marshal(m)
	if err != nil {
		fyne.LogError("keeping the list", err)
		return
	}
	run(t.desk, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, t.desk.Remember(ctx, t.look.memory, string(raw))
	}, func(_ struct{}, err error) {
		if err != nil { // the list is shown all the same
			fyne.LogError("keeping the list", err)
		}
	})
}

// keep notes how the list looks, for as long as the store is open.
func (t *Records) keep(m memory) {
	if t.desk.listed == nil {
		t.desk.listed = map[string]memory{}
	}
	t.desk.listed[t.kind.Name] = m
}

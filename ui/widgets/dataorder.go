package widgets

import "slices"

// order are the columns as they stand: as the user put them, new ones where they were declared.
func (t *DataTable) order() []int {
	place := func(key string) int {
		return slices.IndexFunc(t.columns, func(c TableColumn) bool { return c.Key == key })
	}
	var out []int
	for _, key := range t.state.Order {
		if i := place(key); i >= 0 && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	for i := range t.columns {
		if !slices.Contains(out, i) {
			out = slices.Insert(out, min(i, len(out)), i)
		}
	}
	return out
}

// shift moves a column past its neighbours that are seen, as many as by says; it tells where it stands then.
func (t *DataTable) shift(place, by int) int {
	spans := t.spans(t.head.Size().Width).spans
	to := min(max(place+by, 0), len(spans)-1)
	if place < 0 || place >= len(spans) || to == place {
		return place
	}
	order := t.order()
	moved, beside := spans[place].column, spans[to].column
	order = slices.Delete(order, slices.Index(order, moved), slices.Index(order, moved)+1)
	at := slices.Index(order, beside)
	if by > 0 {
		at++
	}
	order = slices.Insert(order, at, moved)
	keys := make([]string, len(order))
	for i, c := range order {
		keys[i] = t.columns[c].Key
	}
	t.state.Order = keys
	t.changed()
	return to
}

// Columns are the keys of the columns chosen, in their order.
func (t *DataTable) Columns() []string {
	var out []string
	for _, i := range t.order() {
		if t.shown(i) {
			out = append(out, t.columns[i].Key)
		}
	}
	return out
}

// ShowColumns shows these columns in this order, and hides the others that may be hidden. None: all as at first.
func (t *DataTable) ShowColumns(keys []string) {
	s := t.state
	s.Order, s.Shown = slices.Clone(keys), map[string]bool{}
	for _, c := range t.columns {
		if len(keys) > 0 && c.Hideable {
			s.Shown[c.Key] = slices.Contains(keys, c.Key)
		}
	}
	t.SetState(s)
}

// Focused reports whether the rows have the focus.
func (t *DataTable) Focused() bool { return t.list.focused }

// Focus gives the rows the focus; where none is chosen, ↓ chooses the first.
func (t *DataTable) Focus() { focusOn(t.list, t.list) }

package widgets

import "fyne.io/fyne/v2"

// ChooseColumns opens the list of columns that may be hidden, below the button that asks for it.
func (t *DataTable) ChooseColumns(below fyne.CanvasObject) {
	var options []Option
	for _, c := range t.columns {
		if c.Hideable {
			options = append(options, Option{Value: c.Key, Label: c.Head})
		}
	}
	openChoices(below, options, t.shows, false, func(key string, on bool) {
		shown := map[string]bool{key: on}
		for k, v := range t.state.Shown {
			if k != key {
				shown[k] = v
			}
		}
		t.state.Shown = shown
		t.changed()
	})
}

// shows reports whether a column is chosen; where it is narrow it may not be seen for all that.
func (t *DataTable) shows(key string) bool {
	for i, c := range t.columns {
		if c.Key == key {
			return t.shown(i)
		}
	}
	return false
}

package screens

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui/theme"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// tints of the tones of ui/view.
var tints = map[view.Tone]widgets.Tint{view.Good: widgets.Good, view.Soon: widgets.Soon, view.Bad: widgets.Bad, view.Going: widgets.Going, view.Waiting: widgets.Waits}

func tintOf(m view.Mark) *widgets.TagSpec {
	return &widgets.TagSpec{Icon: m.Icon, Words: m.Words, Tint: tints[m.Tone]}
}

// row is a record's line; what is urgent has a bar at its left.
func (l *look) row(s app.Listed, now time.Time) widgets.Item {
	item := widgets.Item{Key: string(s.ID)}
	if l.edge != nil {
		item.Edge = l.edge(s, now)
	}
	for _, col := range l.columns {
		item.Cells = append(item.Cells, l.cellOf(col.Key, s, now))
	}
	return item
}

func (l *look) cellOf(key string, s app.Listed, now time.Time) widgets.Cell {
	switch key {
	case "number":
		return widgets.Cell{Text: s.Number}
	case "state":
		return widgets.Cell{Tag: tintOf(view.StateOf(l.kind, s.Shown))}
	}
	if l.cell != nil {
		if cell, ok := l.cell(key, s, now); ok {
			return cell
		}
	}
	f, _ := l.kind.Field(key)
	if f.Type == ledger.Time {
		text, _ := s.Fields[key].(string)
		return widgets.Cell{Text: view.Moment(text, now)}
	}
	return widgets.Cell{Text: strings.ReplaceAll(view.Value(f, s.Fields[key]), "\n", " ")}
}

// colourOf is the ink of a tone.
func colourOf(tone view.Tone) fyne.ThemeColorName {
	if tone == view.Plain || tone == view.Quiet || tone == view.Going {
		return theme.Text2
	}
	ink, _ := tints[tone].Colours()
	return ink
}

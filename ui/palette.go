package ui

import (
	"context"
	"slices"
	"strings"

	"opsledger/app/ledger"
	"opsledger/ui/screens"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// listed is how many records of a kind the palette shows.
const listed = 6

// palette finds any place, command or record by a few characters.
func (w *Window) palette() {
	d := w.desk
	widgets.OpenPalette(w.win.Canvas(), "查找工单、人员、页面或命令", func(query string, answer func([]widgets.Group)) {
		places, commands := widgets.Group{Title: "页面", Results: w.placesLike(query)}, widgets.Group{Title: "命令", Results: w.commandsLike(query)}
		if strings.TrimSpace(query) == "" {
			answer([]widgets.Group{places, commands})
			return
		}
		work.Run(func(ctx context.Context) ([]screens.Hit, error) { return d.Find(ctx, query, listed) }, func(hits []screens.Hit, _ error) {
			if w.desk == d { // what is at hand is shown where the search fails
				answer(slices.Concat([]widgets.Group{places}, w.records(hits), []widgets.Group{commands})) // places are few, records many
			}
		})
	})
}

// placesLike finds places by name; of nothing typed they are those that have a key.
func (w *Window) placesLike(query string) (out []widgets.Result) {
	offered := places
	if strings.TrimSpace(query) == "" {
		offered = places[:numbered]
	}
	for _, p := range offered {
		if view.Like(p.label, query) {
			out = append(out, widgets.Result{Icon: p.icon, Title: p.label, Note: p.group, Do: func() { w.Open(p.opens()) }})
		}
	}
	return out
}

// commands are what can be done from anywhere, after what the place shown can do.
func (w *Window) commands() []screens.Command {
	var out []screens.Command
	if w.Records != nil {
		out = w.Records.Commands()
	}
	if w.Records == nil || w.Records != w.Tickets {
		out = append(out, screens.Command{Label: "登记工单", Icon: "plus", Do: func() { w.begin("tickets") }})
	}
	return append(out, screens.Command{Label: "导入表格", Icon: "package-import", Keys: "Ctrl+I", Do: w.bring},
		screens.Command{Label: "撤回上一步", Icon: "arrow-back-up", Keys: "Ctrl+Z", Do: w.undo}, screens.Command{Label: "刷新", Icon: "refresh", Keys: "F5", Do: w.again}, screens.Command{Label: "打开手册", Icon: "help-circle", Keys: "F1", Do: w.help},
		screens.Command{Label: "五步导览", Icon: "help-circle", Do: w.lead},
		screens.Command{Label: "锁定", Icon: "lock", Keys: "Ctrl+L", Do: w.Leave})
}

func (w *Window) commandsLike(query string) (out []widgets.Result) {
	commands := w.commands()
	if strings.TrimSpace(query) != "" {
		commands = append(commands, w.beginnings()...)
	}
	for _, c := range commands {
		if view.Like(c.Label, query) {
			out = append(out, widgets.Result{Icon: c.Icon, Title: c.Label, Hint: c.Keys, Do: c.Do})
		}
	}
	return out
}

// beginnings are the kinds of records that can be begun from anywhere, found by name only.
func (w *Window) beginnings() (out []screens.Command) {
	for _, p := range places {
		if k := registry.Kind(kindOf(p.screen)); k != nil && p.screen != "tickets" && screens.Begins(k) {
			out = append(out, screens.Command{Label: "登记" + k.Label, Icon: "plus", Do: func() { w.begin(p.screen) }})
		}
	}
	return out
}

// begin goes to a list and registers a record there.
func (w *Window) begin(screen string) {
	w.Open(screen)
	w.Records.Create()
}

// records are what was found, each kind under its name; going to one shows it.
func (w *Window) records(hits []screens.Hit) (out []widgets.Group) {
	var of *ledger.Kind
	for _, h := range hits {
		if h.Kind != of {
			of = h.Kind
			out = append(out, widgets.Group{Title: of.Label})
		}
		g := &out[len(out)-1]
		g.Results = append(g.Results, widgets.Result{Icon: screens.Icon(of.Name), Title: h.Number, Note: h.Title, Do: func() { w.OpenRecord(h.Kind.Name, h.ID) }})
	}
	return out
}

// recordMark begins a route's About where it names a record.
const recordMark = "#"

func recordOf(about string) (id string, ok bool) { return strings.CutPrefix(about, recordMark) }

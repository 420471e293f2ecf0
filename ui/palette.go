package ui

import (
	"context"
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
		groups := []widgets.Group{{Title: "页面", Results: w.placesLike(query)}, {Title: "命令", Results: w.commandsLike(query)}}
		if strings.TrimSpace(query) == "" {
			answer(groups)
			return
		}
		work.Run(func(ctx context.Context) ([]screens.Hit, error) { return d.Find(ctx, query, listed) }, func(hits []screens.Hit, _ error) {
			if w.desk == d { // what is at hand is shown where the search fails
				answer(append(w.records(hits), groups...))
			}
		})
	})
}

func (w *Window) placesLike(query string) (out []widgets.Result) {
	for _, p := range places {
		if view.Like(p.label, query) {
			out = append(out, widgets.Result{Icon: p.icon, Title: p.label, Note: p.group, Do: func() { w.Open(p.screen) }})
		}
	}
	return out
}

// commands are what can be done from anywhere, after what the place shown can do.
func (w *Window) commands() []screens.Command {
	var out []screens.Command
	if w.trail.Here().Screen == "tickets" && w.Tickets != nil {
		out = w.Tickets.Commands()
	}
	return append(out, screens.Command{Label: "登记工单", Icon: "plus", Keys: "Ctrl+N", Do: w.create}, screens.Command{Label: "导入表格", Icon: "package-import", Do: func() { w.Open("import") }},
		screens.Command{Label: "撤回上一步", Icon: "arrow-back-up", Keys: "Ctrl+Z", Do: w.undo}, screens.Command{Label: "刷新", Icon: "refresh", Keys: "F5", Do: w.again},
		screens.Command{Label: "锁定", Icon: "lock", Keys: "Ctrl+L", Do: w.Leave})
}

func (w *Window) commandsLike(query string) (out []widgets.Result) {
	for _, c := range w.commands() {
		if view.Like(c.Label, query) {
			out = append(out, widgets.Result{Icon: c.Icon, Title: c.Label, Hint: c.Keys, Do: c.Do})
		}
	}
	return out
}

var kindIcons = map[string]string{"ticket": "ticket", "person": "user", "unit": "building-community", "coordination": "arrows-exchange", "report": "report", "check": "clipboard-check",
	"contract": "file-text", "calendar": "calendar"}

// records are what was found, each kind under its name; going to one shows it.
func (w *Window) records(hits []screens.Hit) (out []widgets.Group) {
	var of *ledger.Kind
	for _, h := range hits {
		if h.Kind != of {
			of = h.Kind
			out = append(out, widgets.Group{Title: of.Label})
		}
		icon := kindIcons[of.Name]
		if icon == "" {
			icon = "file-text"
		}
		g := &out[len(out)-1]
		g.Results = append(g.Results, widgets.Result{Icon: icon, Title: h.Number, Note: h.Title, Do: func() { w.OpenRecord(h.Kind.Name, h.ID) }})
	}
	return out
}

// recordMark begins a route's About where it names a record.
const recordMark = "#"

func recordOf(about string) (id string, ok bool) { return strings.CutPrefix(about, recordMark) }

package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/ui"
	"opsledger/ui/widgets"
)

// askedOf are the fields a step that begins a record asks a person for.
func askedOf(k *ledger.Kind, a ledger.Action) (out []ledger.Field, required map[string]bool) {
	required = map[string]bool{}
	for _, q := range a.Asks {
		f, ok := k.Field(q.Key)
		further := k.Name == "ticket" && f.Key == "more" // stands as fields of its own once a category is chosen
		if !ok || further || f.Type == ledger.Frozen || f.Type == ledger.File || f.Told && (f.Key == "source" || f.Key == "of") {
			continue
		}
		out, required[f.Label] = append(out, f), q.Required
	}
	return out, required
}

// form reads the labels of the form that lies over the window, and which of them are marked as required.
func form(w *ui.Window) (labels []string, stars map[string]bool) {
	hold()
	stars = map[string]bool{}
	for _, o := range test.LaidOutObjects(w.Window().Canvas().Overlays().Top()) {
		text, ok := o.(*widgets.Text)
		switch {
		case !ok || !text.Visible():
		case text.Value() == "*" && len(labels) > 0:
			stars[labels[len(labels)-1]] = true
		default:
			labels = append(labels, text.Value())
		}
	}
	return labels, stars
}

func TestEveryKindHasAListAndFormsWithAnEntryForEveryField(t *testing.T) {
	w := entered(t)
	for _, k := range app.Kinds().Kinds() {
		t.Run(k.Name, func(t *testing.T) {
			screen := k.Name
			if k.Name == "ticket" {
				screen = "tickets"
			}
			onWindow(func() { w.Open(screen) })
			until(t, "the list", func() bool {
				if w.Records == nil || w.Records.Kind().Name != k.Name {
					return false
				}
				text := strings.Join(told(w), " ")
				return strings.Contains(text, "共 ") || strings.Contains(text, "还没有"+k.Label)
			})
			for _, a := range k.Actions {
				fields, required := askedOf(k, a)
				if !a.Creates || len(fields) == 0 {
					continue
				}
				onWindow(func() { w.Records.Begin(a.Name) })
				until(t, "the form of "+a.Label, func() bool { return w.Window().Canvas().Overlays().Top() != nil })
				onWindow(func() {
					labels, stars := form(w)
					for _, f := range fields {
						if !slices.Contains(labels, f.Label) {
							t.Errorf("%s: no entry for %s among %v", a.Name, f.Label, labels)
						}
						if stars[f.Label] != required[f.Label] {
							t.Errorf("%s: %s is marked %v, required %v", a.Name, f.Label, stars[f.Label], required[f.Label])
						}
					}
					tap(t, w, "返回")
				})
				until(t, "the form gone", func() bool { return w.Window().Canvas().Overlays().Top() == nil })
			}
		})
	}
}

func TestARecordIsBegunTakenOnAndTakenBackByKeyboard(t *testing.T) {
	w := entered(t)
	state := func(want string) func() bool {
		return func() bool {
			list, err := w.Desk().List(context.Background(), app.Query{Kind: "coordination", Search: "基数请示"}, "")
			return err == nil && len(list) == 1 && string(list[0].State) == want
		}
	}
	onWindow(func() { press(w, fyne.KeyModifierControl, fyne.Key6) })
	until(t, "the list", func() bool { return w.Records != nil && strings.Contains(strings.Join(told(w), " "), "省市协作") })
	onWindow(func() { command(t, w, "登记工单") }) // Ctrl+N
	until(t, "the form", func() bool { return says(w, "发出省市协作") })
	onWindow(func() {
		c := w.Window().Canvas()
		strike(w, fyne.KeyDown)
		strike(w, fyne.KeyReturn)
		c.FocusNext()
		test.Type(c.Focused(), "缴费基数请示")
		c.FocusNext()
		strike(w, fyne.KeyDown)
		test.Type(c.Focused(), "李娜")
		strike(w, fyne.KeyReturn)
		command(t, w, "办理下一步")
	})
	until(t, "the record", state("waiting"))
	until(t, "its page", func() bool { return strings.Contains(strings.Join(told(w), " "), "经过") && w.Told() > 0 })
	onWindow(func() { command(t, w, "办理下一步") })
	until(t, "the answer", func() bool { return says(w, "答复时间") })
	onWindow(func() {
		c := w.Window().Canvas()
		c.FocusNext()
		test.Type(c.Focused(), "按省里口径办")
		command(t, w, "办理下一步")
	})
	until(t, "answered", state("answered"))
	until(t, "the toast", func() bool { return strings.Contains(words(w), "已记录：答复") })
	onWindow(func() { command(t, w, "撤回上一步") })
	until(t, "taken back", state("waiting"))
}

func TestAnUnknownNameStaysTextAndMayBeRegistered(t *testing.T) {
	w := entered(t)
	onWindow(func() { w.Open("equipment") })
	until(t, "the list", func() bool { return w.Records != nil && w.Records.Table.Rows() > 0 })
	onWindow(func() { w.Records.Create() })
	until(t, "the form", func() bool { return says(w, "资产编号") || says(w, "领用") })
	onWindow(func() {
		for _, o := range test.LaidOutObjects(w.Window().Canvas().Overlays().Top()) {
			if f, ok := o.(*widgets.Form); ok {
				f.Set("asset", "NB-0007")
				f.Set("network", "内网")
				f.Set("person", "孙远")
				f.Set("lent", "2026-03-10")
				f.OnChanged("person")
			}
		}
	})
	until(t, "the note", func() bool { return says(w, "孙远”不在人员名册") })
	onWindow(func() { command(t, w, "办理下一步") })
	until(t, "the offer", func() bool {
		return strings.Contains(words(w), "“孙远”不在人员名册") && strings.Contains(words(w), "登记人员")
	})
	onWindow(func() { tap(t, w, "登记人员") })
	until(t, "the form of the person", func() bool { return says(w, "孙远") && says(w, "进场登记") })
}

func TestGroupsOfPlacesFoldAndStayFolded(t *testing.T) {
	w := entered(t)
	head := func(name string) (found *widgets.PlaceGroup) {
		for _, o := range test.LaidOutObjects(w.Window().Canvas().Content()) {
			if g, ok := o.(*widgets.PlaceGroup); ok && g.Name == name {
				found = g
			}
		}
		return found
	}
	onWindow(func() {
		if head("业务").Folded() || !head("数据").Folded() {
			t.Error("other groups are folded at first")
		}
		w.Open("routine")
		if head("数据").Folded() {
			t.Error("the group of the place shown is folded")
		}
		test.Tap(head("业务"))
	})
	until(t, "it is kept", func() bool {
		raw, err := w.Desk().Recall(context.Background(), "window.folded")
		return err == nil && strings.Contains(raw, "业务")
	})
}

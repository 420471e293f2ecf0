package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/ui/theme"
)

func TestConflictRows(t *testing.T) {
	look(t, "conflict", fyne.NewSize(404, 300), func() fyne.CanvasObject {
		chosen, barred := NewConflictRow(), NewConflictRow()
		first := chosen.Content("处理人", []Side{{Words: "李工（二号机，11-23 09:00）：王工"}, {Words: "张工（一号机，14:20）：赵工，自本周起代为处理丹徒区的全部工单"}})
		second := barred.Content("状态", []Side{{Words: "张工（一号机，14:20）：办结", Off: "另一方由信息中心所写，只能由信息中心裁决"}, {Words: "陈主任（中心，14:32）：作废"}})
		chosen.Choose(1)
		return On(NewPanel(theme.OrangeSoft, "", 6), Inset(8, 12, Stack(8, first, second)))
	})
}

func TestASideOfAConflictIsChosenByTapAndKeyUnlessItCantBeTaken(t *testing.T) {
	themed(t)
	r, told := NewConflictRow(), []int{}
	r.OnChosen = func(i int) { told = append(told, i) }
	content := r.Content("处理人", []Side{{Words: "甲"}, {Words: "乙", Off: "只能由信息中心裁决"}, {Words: "丙"}})
	w := test.NewTempWindow(t, content)
	var spots []*Spot
	for _, o := range test.LaidOutObjects(content) {
		if s, ok := o.(*Spot); ok {
			spots = append(spots, s)
		}
	}
	if len(spots) != 2 {
		t.Fatalf("%d sides can be taken", len(spots))
	}
	test.Tap(spots[1])
	w.Canvas().Focus(spots[0])
	key(spots[0], fyne.KeySpace)
	if r.Chosen() != 0 || len(told) != 2 || told[0] != 2 {
		t.Errorf("chosen %d, told %v", r.Chosen(), told)
	}
}

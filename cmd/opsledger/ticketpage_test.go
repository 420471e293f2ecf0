package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/app/ledger"
)

func TestAnAttachmentIsAddedByDroppingItAndSavedWithAReason(t *testing.T) {
	w := listing(t, 20)
	path := filepath.Join(t.TempDir(), "扫描件.pdf")
	if err := os.WriteFile(path, []byte("纸面"), 0o600); err != nil {
		t.Fatal(err)
	}
	var id string
	onWindow(func() {
		item, _ := w.Tickets.Table.Item(0)
		id = item.Key
		w.Tickets.OpenRecord(id)
	})
	until(t, "the ticket", func() bool { return strings.Contains(words(w), "把文件拖到窗口里") })
	onWindow(func() { w.Drop(path) })
	until(t, "the attachment", func() bool {
		return strings.Contains(words(w), "扫描件.pdf") && strings.Contains(words(w), "已记录：添加 1 个附件")
	})
	s, err := w.Desk().Show(context.Background(), "ticket", id, false, "")
	if err != nil || len(s.Attached) != 1 {
		t.Fatalf("%+v %v", s.Attached, err)
	}
	out := filepath.Join(t.TempDir(), "另存.pdf")
	onWindow(func() { w.Tickets.SaveFile(s.Attached[0], "核对原件", out) })
	until(t, "the file", func() bool { return strings.Contains(words(w), "已保存“另存.pdf”") })
	if raw, err := os.ReadFile(out); err != nil || string(raw) != "纸面" {
		t.Errorf("%q %v", raw, err)
	}
	list, err := w.Desk().List(context.Background(), app.Query{Kind: "disclosure", Search: "核对原件"}, "")
	if err != nil || len(list) != 1 {
		t.Errorf("%d recorded, %v", len(list), err)
	}
	was := field(t, w, id, "requester")
	onWindow(func() { w.Tickets.EraseFile(s.Attached[0]) })
	until(t, "the reason", func() bool { return says(w, "理由") && says(w, "永久删除") })
	onWindow(func() {
		test.Type(w.Window().Canvas().Focused(), "传错了文件")
		command(t, w, "办理下一步")
	})
	until(t, "the step", func() bool { return strings.Contains(words(w), "已记录：删除附件内容") && !w.Busy() })
	s, err = w.Desk().Show(context.Background(), "ticket", id, false, "")
	if err != nil || len(s.Attached) != 1 || s.Attached[0].Name != ledger.ErasedMark || field(t, w, id, "requester") != was {
		t.Errorf("%+v %q %v", s.Attached, field(t, w, id, "requester"), err)
	}
	if _, err := w.Desk().SaveAttachment(context.Background(), "ticket", id, string(s.Attached[0].Hash), "核对", io.Discard); err == nil {
		t.Error("what was erased is still there")
	}
}

func TestAnEmptyListSaysTheWayOut(t *testing.T) {
	w := listing(t, 20)
	onWindow(func() { w.Tickets.Search.SetValue("没有的词语") })
	until(t, "nothing", func() bool { return strings.Contains(words(w), "没有符合条件的工单") })
	onWindow(func() { tap(t, w, "清除条件") })
	until(t, "all again", func() bool { return loaded(w) && w.Tickets.Search.Value() == "" })
}

func TestWhatACategoryAsksAndPersonalTextArePointedOutBeforeATicketIsWritten(t *testing.T) {
	w := listing(t, 20)
	onWindow(func() { command(t, w, "登记工单") })
	until(t, "the form", func() bool { return says(w, "登记工单") && says(w, "工单类别") })
	onWindow(func() {
		if says(w, "接口名称") {
			t.Error("it asks what no category wants")
		}
		c := w.Window().Canvas()
		test.Type(c.Focused(), "电话13812345678来问接口")
		for _, chosen := range []string{"工单系统", "京口"} {
			c.FocusNext()
			strike(w, fyne.KeyDown)
			test.Type(c.Focused(), chosen)
			strike(w, fyne.KeyReturn)
		}
		for range 6 { // insurance, arrived, raised, number, description, category
			c.FocusNext()
		}
		strike(w, fyne.KeyDown)
		test.Type(c.Focused(), "jk")
		strike(w, fyne.KeyReturn)
	})
	until(t, "what the category asks", func() bool { return says(w, "接口名称") })
	onWindow(func() { command(t, w, "办理下一步") })
	until(t, "what is missing", func() bool { return says(w, "请填写接口名称") })
	onWindow(func() {
		c := w.Window().Canvas()
		test.Type(c.Focused(), "回盘接口")
		command(t, w, "办理下一步")
		for range 3 { // what else it asks
			if says(w, "请填写") {
				test.Type(c.Focused(), "20260305")
				command(t, w, "办理下一步")
			}
		}
	})
	until(t, "the warning", func() bool { return says(w, "文字里有个人信息") && says(w, "138****5678") })
	onWindow(func() { tap(t, w, "仍要保存") })
	until(t, "the toast", func() bool { return strings.Contains(words(w), "已记录：登记") })
	until(t, "the ticket", func() bool { return strings.Contains(words(w), "回盘接口") })
}

func TestFieldsAreCorrectedShownUnmaskedAndLinkedFromThePage(t *testing.T) {
	w := listing(t, 20)
	var id, other string
	onWindow(func() {
		item, _ := w.Tickets.Table.Item(0)
		next, _ := w.Tickets.Table.Item(1)
		id, other = item.Key, next.Cells[0].Text
		w.Tickets.OpenRecord(id)
	})
	until(t, "the ticket", func() bool { return strings.Contains(words(w), "还没有关联的记录") })
	was := field(t, w, id, "requester_unit")
	onWindow(w.Tickets.Edit)
	until(t, "the form", func() bool { return says(w, "保存更正") })
	onWindow(func() {
		test.Type(w.Window().Canvas().Focused(), "改：")
		command(t, w, "办理下一步")
	})
	until(t, "the correction", func() bool {
		return strings.Contains(words(w), "已记录：更正") && strings.Contains(field(t, w, id, "title"), "改：")
	})
	s, err := w.Desk().Show(context.Background(), "ticket", id, true, "")
	last := s.History[len(s.History)-1]
	if err != nil || len(last.Changes) != 1 || field(t, w, id, "requester_unit") != was {
		t.Errorf("the correction writes %v, %v", last.Changes, err)
	}

	onWindow(w.Tickets.Reveal)
	until(t, "the reason", func() bool { return says(w, "理由") })
	onWindow(func() {
		test.Type(w.Window().Canvas().Focused(), "回电核对")
		command(t, w, "办理下一步")
	})
	until(t, "the page unmasked", func() bool { return strings.Contains(words(w), "正在显示明文") })
	onWindow(func() { w.Tickets.OpenRecord(id); tap(t, w, "重新遮蔽") })
	until(t, "the page masked", func() bool { return !strings.Contains(words(w), "正在显示明文") })

	if _, err := w.Desk().LinkRecords(context.Background(), "ticket", id, "ticket", other, "重复"); err != nil {
		t.Fatal(err)
	}
	onWindow(func() { w.Tickets.OpenRecord(id) })
	until(t, "the link", func() bool { return strings.Contains(words(w), "工单 "+other) })
}

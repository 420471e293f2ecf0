package screens

import "opsledger/app/record/knowledge"

// Commands are what the list and the ticket beside it can do, as the palette finds them.
func (t *Records) Commands() []Command {
	var out []Command
	if t.panes.Objects[1].Visible() {
		out = append(out, t.commands...)
		out = append(out, Command{Label: "编辑 " + t.shown.Number, Icon: "pencil", Do: t.Edit}, Command{Label: "添加附件", Icon: "paperclip", Do: t.pickFile},
			Command{Label: "关联记录", Icon: "link", Do: t.askLink}, Command{Label: "打印 " + t.shown.Number, Icon: "printer", Do: t.Print})
		if t.reason == "" {
			out = append(out, Command{Label: "显示明文", Icon: "eye", Do: t.Reveal})
		}
	}
	if Begins(t.kind) {
		out = append(out, Command{Label: beginLabel(t.kind), Icon: "plus", Keys: "Ctrl+N", Do: t.Create})
	}
	if t.kind == knowledge.QAKind {
		out = append(out, Command{Label: "导出给智能客服", Icon: "message-circle", Do: t.exportAnswers})
	}
	return append(out, Command{Label: "选择视图", Icon: "bookmark", Do: t.viewMenu}, Command{Label: "选择列", Icon: "columns", Do: func() { t.Table.ChooseColumns(t.columns) }},
		Command{Label: "清除条件", Icon: "x", Do: t.Clear}, Command{Label: "导出列表", Icon: "download", Do: t.exportAll}, Command{Label: "全选", Icon: "square-check", Keys: "Ctrl+A", Do: t.checkAll})
}

// OtherPane moves the focus between the list and the ticket beside it.
func (t *Records) OtherPane() {
	if t.frame.Window().Canvas().Focused() == t.first && t.first != nil {
		t.focusTable()
		return
	}
	t.focusPane()
}

// Reread shows the list and the ticket beside it as they are now.
func (t *Records) Reread() {
	t.Renew()
	if t.panes.Objects[1].Visible() {
		t.open(string(t.shown.ID), "")
	}
}

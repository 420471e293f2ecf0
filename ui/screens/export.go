package screens

import (
	"context"
	"fmt"
	"path/filepath"

	"opsledger/app"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

const tables = "table" // the setting that remembers where tables go

// exportAll writes the list as it is narrowed and sorted.
func (t *Records) exportAll() { t.export(t.query) }

// exportChecked writes the checked records.
func (t *Records) exportChecked() {
	q := t.query
	ids := app.Condition{Key: "id", Op: app.Equal}
	for _, item := range t.Table.Checked() {
		ids.Value = append(ids.Value, item.Key)
	}
	q.Where, q.Search = []app.Condition{ids}, ""
	t.export(q)
}

func (t *Records) export(q app.Query) {
	q.Offset, q.Limit = 0, 0
	askTable(t.frame, t.desk, t.look.noun(), func(path string) { t.ExportTo(q, path) })
}

// askTable asks where a table is to be written.
func askTable(f Frame, d *Desk, noun string, chosen func(path string)) {
	s := saving{frame: f, desk: d, title: "导出" + noun, body: "个人信息是遮蔽的。文件名以 .csv 结尾的出文本表格，其余出 Excel 表格。", verb: "导出",
		name: noun + "-" + f.Now().Format("20060102-1504") + ".xlsx", endings: []string{".csv"}, folderOf: tables, instead: chosen}
	s.begin()
}

// ExportTo writes the records of a query into a file, masked.
func (t *Records) ExportTo(q app.Query, path string) {
	exporting(t.frame, t.desk, t.look.noun(), t.look.unit, path, func(ctx context.Context, progress func(done, total int)) (int, error) {
		return t.desk.ExportFile(ctx, app.Export{Query: q, Progress: progress}, path)
	})
}

// exporting writes a masked table with progress and a way to stop, and says where it lies.
func exporting(f Frame, d *Desk, noun, unit, path string, write func(ctx context.Context, progress func(done, total int)) (int, error)) {
	var cancel func()
	p := widgets.NewProgress("正在导出", "停止后不留下文件。", func() { cancel() })
	ask := widgets.Ask(f.Window().Canvas(), widgets.Question{Title: "导出" + noun, Content: p, Back: "在后台继续"})
	progress := func(done, total int) {
		work.OnWindow(func() {
			p.Set(float32(done)/float32(max(total, 1)), fmt.Sprintf("第 %d %[3]s，共 %[2]d %[3]s", done, total, unit))
		})
	}
	cancel = run(d, func(ctx context.Context) (int, error) { return write(ctx, progress) }, func(rows int, err error) {
		ask.Close()
		if err != nil {
			Fail(f.Window(), err)
			return
		}
		keepFolder(d, tables, path)
		f.Tell(widgets.Toast{Tint: widgets.Good, Title: fmt.Sprintf("已导出 %d %s到“%s”", rows, unit, filepath.Base(path)), Text: "个人信息是遮蔽的。文件在 " + filepath.Dir(path)})
	})
}

// exportAnswers writes the questions and answers in force as the AI customer service takes them over: the file's name says in which form.
func (t *Records) exportAnswers() {
	s := saving{frame: t.frame, desk: t.desk, title: "导出给智能客服", body: "只导出已发布的问答，个人信息是遮蔽的；写明手册版本和问答版本。文件名以 .xlsx 结尾的出表格，以 .jsonl 结尾的一行一条。",
		verb: "导出", name: "问答-" + t.frame.Now().Format("20060102") + ".xlsx", endings: []string{".jsonl", ".csv"}, folderOf: "answers"}
	rows := 0
	s.write = func(ctx context.Context, path string) (err error) {
		rows, err = t.desk.Answers(ctx, path)
		return err
	}
	s.done = func(path string) {
		t.frame.Tell(widgets.Toast{Tint: widgets.Good, Title: fmt.Sprintf("已导出 %d 条问答到“%s”", rows, filepath.Base(path)), Text: "文件在 " + filepath.Dir(path)})
	}
	s.begin()
}

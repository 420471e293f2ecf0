package screens

import "context"

// saveTemplate puts an empty spreadsheet of the kind where a person says: headers, choices and an example.
func (i *Import) saveTemplate() {
	s := saving{frame: i.frame, desk: i.desk, title: "存下空白表", body: "表头、可选项和一行示例。填好后在这里导入。", verb: "保存", folderOf: "template", name: i.kind.Label + "-空白表.xlsx",
		write: func(ctx context.Context, path string) error { return i.desk.Template(ctx, i.kind.Name, path) }}
	s.done = func(path string) { i.noted("空白表已存为", path) }
	s.begin()
}

package screens

import (
	"context"
	"path/filepath"

	"opsledger/app"
	"opsledger/ui/view"
	"opsledger/ui/widgets"
)

// BundleEnding is that of an exchange file's name.
const BundleEnding = ".opsb"

const bundleFolder = "bundle" // the setting that remembers where they go

// Export asks where an exchange file is to lie, and for whom it is: a device by its key, "" all that can read one.
func (s *Exchange) Export(to string) {
	options := []widgets.Option{{Value: "", Label: "全部设备"}}
	for _, p := range s.peers {
		if p.Exchange && !p.Revoked {
			options = append(options, widgets.Option{Value: string(p.Key), Label: p.Device, Aliases: view.Aliases(p.Device)})
		}
	}
	whom := widgets.NewSearchSelect("全部设备", options)
	if to != "" {
		whom.SetValues(to)
	}
	file := saving{frame: s.frame, desk: s.desk, title: "导出交换包", body: "一个加密文件，只有所选的设备能打开。里面是对方还没有的全部内容；包丢了也不要紧，下次会再带上。", verb: "导出",
		name: bundleName(s.desk, s.frame), folderOf: bundleFolder, extra: widgets.NewField("发给", false, "", whom), fresh: true}
	file.instead = func(path string) { sendBundle(s.frame, s.desk, path, whom.Value(), s.Reread) }
	file.begin()
}

// bundleName names a file by who makes it and when.
func bundleName(d *Desk, f Frame) string {
	return "交换包-" + d.Name + "-" + f.Now().Format("20060102-1504") + BundleEnding
}

// sendBundle makes an exchange file with a way to stop, and tells what it holds. The folder is remembered.
func sendBundle(f Frame, d *Desk, path, to string, then func()) {
	var stop func()
	p := widgets.NewProgress("正在写入 "+filepath.Base(path), "停止不会留下半截文件；写完后会读回核对。", func() { stop() })
	ask := widgets.Ask(f.Window().Canvas(), widgets.Question{Title: "导出交换包", Content: p, Back: "在后台继续"})
	stop = run(d, func(ctx context.Context) (app.Exchanged, error) {
		return d.Send(ctx, app.Sending{Path: path, To: to, Progress: kibibytes(d, p)})
	}, func(x app.Exchanged, err error) {
		ask.Close()
		if err != nil {
			Fail(f.Window(), err)
			return
		}
		keepFolder(d, bundleFolder, path)
		then()
		f.Refresh()
		f.Tell(widgets.Toast{Tint: widgets.Good, Title: "已导出并读回核对", Text: sentences(view.Sent(x), "文件在 "+path, "回执 "+x.Receipt), Stay: true, Action: "打开文件夹", OnAction: func() {
			if err := d.Files.Show(path); err != nil {
				Fail(f.Window(), err)
			}
		}})
	})
}

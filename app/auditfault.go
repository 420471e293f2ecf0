package app

import (
	"strings"

	"opsledger/app/fault"
)

// brokenRemedies say what to do where a part of the store is at fault.
var brokenRemedies = map[Part]string{
	InPages:  "文件在磁盘上损坏了。不要再写入：请先复制整个台账文件夹保存，再用备份恢复，备份之后的内容请对方用交换包带回来",
	InFeed:   "有提交被改动过，或没有写全。不要再写入：请先复制整个台账文件夹保存，再与信息中心核对——对方收过的交换包里有同样的提交，可据此认定哪一份是原样",
	InFolded: "设备日志完好，只是由它推算的表不对：请先备份，再用命令行 opsctl rebuild 重建，然后重新核对",
	InFiles:  "记录完好，附件的内容不对：请用备份恢复；没有备份的，请重新添加这个附件",
	InSlots:  "台账内容完好，账号的口令文件损坏：请先备份，再用备份里的 vault.keys 替换，或请其他账号重新设置口令",
}

// Fault is what a verification found, with what to do; nil where all is well.
func (a Audit) Fault() *fault.Fault {
	if a.OK {
		return nil
	}
	f := fault.New(fault.Damaged, strings.Join(a.Faults, "；"))
	if remedy := brokenRemedies[a.Part]; remedy != "" {
		f = f.With(remedy)
	}
	return f
}

package main

import (
	"context"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
)

var (
	cmdBackup  = command{name: "backup", usage: "文件", about: "备份为一个加密文件，并重新打开核验", run: runBackup}
	cmdRestore = command{name: "restore", usage: "文件 --store 新文件夹", about: "由备份恢复到新文件夹", run: runRestore}
	cmdRekey   = command{name: "rekey", usage: "", about: "更换数据密钥，全部重新加密", run: runRekey}
)

func runBackup(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		kept, err := s.Backup(ctx, k.args[0], k.progress("核验"))
		if err != nil {
			return err
		}
		if k.json {
			k.print(kept)
		} else {
			k.say("已备份：%s（%d个提交，%d条记录，已重新打开核验）", kept.File, kept.Commits, kept.Records)
		}
		return nil
	})
}

func runRestore(ctx context.Context, k *call) error {
	if err := k.need(1, 1); err != nil {
		return err
	}
	o, err := k.bootOptions()
	if err != nil {
		return err
	}
	s, err := boot.Restore(ctx, k.args[0], o)
	if err != nil {
		return err
	}
	audit, err := s.Store.Verify(ctx, nil)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if k.json {
		k.print(map[string]any{"store": o.Dir, "audit": audit})
		return nil
	}
	k.say("已恢复到：%s（%d个提交，%d条记录）。此后的步骤记入新的设备日志；请不要再使用原来的台账", o.Dir, audit.Commits, audit.Records)
	return nil
}

func runRekey(ctx context.Context, k *call) error {
	if err := k.need(0, 0); err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		if err := s.ChangeDataKey(ctx, k.progress("核验")); err != nil {
			return err
		}
		return k.done("已更换数据密钥，台账已全部重新加密。以前的备份仍须用当时的口令打开")
	})
}

// arrival is what --here says of a store that was moved or copied; nil: nothing was said.
func (k *call) arrival() (*boot.Arrival, error) {
	switch k.option("here", "") {
	case "":
		return nil, nil
	case "moved":
		return &boot.Arrival{}, nil
	case "copied":
		return &boot.Arrival{Copied: true, Station: k.option("station", ""), Name: k.option("name", "")}, nil
	}
	return nil, fault.New(fault.Usage, "--here 应为 moved（已搬来）或 copied（是副本）")
}

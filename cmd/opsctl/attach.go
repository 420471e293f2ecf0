package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
)

var cmdAttach = command{name: "attach", usage: "类型 编号 文件… | 类型 编号 附件名… --out 文件夹 --reveal 理由", about: "添加附件，或把附件另存出来",
	flags: []string{"out", "reveal"}, run: runAttach}

func runAttach(ctx context.Context, k *call) error {
	if err := k.need(3, -1); err != nil {
		return err
	}
	if k.has("out") {
		return k.saveAttachments(ctx)
	}
	var files []app.File
	for _, path := range k.args[2:] {
		data, err := boot.ReadAttachment(path)
		if err != nil {
			return err
		}
		files = append(files, app.File{Name: filepath.Base(path), Data: data})
	}
	return k.recordOf(ctx, func(s *boot.Session) (*ledger.Record, error) { return s.Attach(ctx, k.args[0], k.args[1], files...) })
}

// saveAttachments copies attachments out in the clear.
func (k *call) saveAttachments(ctx context.Context) error {
	reason, err := k.reveal()
	if err != nil {
		return err
	}
	return k.with(ctx, func(s *boot.Session) error {
		var saved []string
		for _, name := range k.args[2:] {
			var data bytes.Buffer
			at, err := s.SaveAttachment(ctx, k.args[0], k.args[1], name, reason, &data)
			if err != nil {
				return err
			}
			path := filepath.Join(k.option("out", ""), at.Name)
			if err := boot.WriteFile(path, data.Bytes()); err != nil {
				return err
			}
			saved = append(saved, path)
		}
		if k.json {
			k.print(map[string][]string{"files": saved})
			return nil
		}
		for _, path := range saved {
			k.say("%s", path)
		}
		return nil
	})
}

var cmdDetach = command{name: "detach", usage: "类型 编号 附件名", about: "移除附件", run: runDetach}

func runDetach(ctx context.Context, k *call) error {
	if err := k.need(3, 3); err != nil {
		return err
	}
	return k.recordOf(ctx, func(s *boot.Session) (*ledger.Record, error) { return s.Detach(ctx, k.args[0], k.args[1], k.args[2]) })
}

var cmdErase = command{name: "erase", usage: "类型 编号 [附件名] --why 理由", about: "删除记录中的个人信息和附件内容，或只删一个附件（不能撤回）", flags: []string{"why"}, run: runErase}

func runErase(ctx context.Context, k *call) error {
	if err := k.need(2, 3); err != nil {
		return err
	}
	if k.option("why", "") == "" {
		return fault.New(fault.Usage, "须用 --why 写明删除理由")
	}
	return k.recordOf(ctx, func(s *boot.Session) (rec *ledger.Record, err error) {
		papers, err := s.Papers(ctx, k.args[0], k.args[1])
		if err != nil {
			return nil, err
		}
		if len(k.args) == 3 {
			papers = slices.DeleteFunc(papers, func(name string) bool { return name != k.args[2] })
			rec, err = s.EraseAttachment(ctx, k.args[0], k.args[1], k.args[2], k.option("why", ""))
		} else {
			rec, err = s.EraseRecord(ctx, k.args[0], k.args[1], k.option("why", ""))
		}
		if err == nil && len(papers) > 0 {
			fmt.Fprintf(k.err, "提醒：凭据认定的书面依据“%s”也已删除，认定仍在，散列可与原件核对\n", strings.Join(papers, "”“"))
		}
		return rec, err
	})
}

// recordOf opens the store, takes a step and prints the record.
func (k *call) recordOf(ctx context.Context, take func(*boot.Session) (*ledger.Record, error)) error {
	return k.with(ctx, func(s *boot.Session) error {
		rec, err := take(s)
		if err != nil {
			return err
		}
		k.record(s, s.Present(rec))
		return nil
	})
}

package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/vault"
)

const bigPassword = "Tr0ub4dor&3"

// bigStore makes a store of so many tickets by one import, one of a hundred open; its keys cost what is told.
func bigStore(b testing.TB, rows int, cost vault.Cost) string {
	b.Helper()
	dir := b.TempDir()
	file, store := filepath.Join(dir, "export.csv"), filepath.Join(dir, "store")
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	w := csv.NewWriter(f)
	w.Write([]string{"工单号", "标题", "问题描述", "所属系统", "险种", "区域", "渠道", "申请单位", "到达时间", "签收时间", "处理人", "状态", "处理完毕时间", "处理结果"})
	now := boot.Clock()
	for i := range rows {
		at := now.Add(-time.Duration(i+120) * 4 * time.Minute)
		stamp := func(d time.Duration) string { return at.Add(d).Format("2006-01-02 15:04:05") }
		state, end, result := "已办结", stamp(time.Hour), fmt.Sprintf("已通知第%d号", i)
		if i%100 == 0 {
			state, end, result = "处理中", "", ""
		}
		w.Write([]string{fmt.Sprintf("JS2026%08d", i), fmt.Sprintf("参保人员第%d号待遇核定金额有误", i), fmt.Sprintf("第%d件：退休人员反映本月养老金未按时到账，需核对后补发。", i),
			"社会保险系统", "企业职工养老", []string{"丹徒区", "润州区", "京口区", "经开区"}[i%4], "电话", fmt.Sprintf("第%d社区服务站", i%300),
			stamp(0), stamp(10 * time.Minute), fmt.Sprintf("工程师%d", i%5), state, end, result})
	}
	if w.Flush(); w.Error() != nil || f.Close() != nil {
		b.Fatal(w.Error())
	}
	s, _, err := boot.Init(context.Background(), boot.Setup{Options: boot.Options{Dir: store, User: "张伟", Password: bigPassword, Program: "测量", Cost: cost}, Name: "测量站", Role: "station"})
	if err != nil {
		b.Fatal(err)
	}
	out, err := s.ImportTickets(context.Background(), file, app.Importing{}, nil)
	if err != nil || out.Created != rows {
		b.Fatalf("%d created, %v %v", out.Created, out.Faults[:min(3, len(out.Faults))], err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return store
}

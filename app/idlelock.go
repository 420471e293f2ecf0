package app

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"opsledger/app/fault"
)

// IdleMinutes is after how many minutes without key or pointer the window locks where nothing else was set; it may be set from
// IdleLeast to IdleMost.
const (
	IdleMinutes = 10
	IdleLeast   = 1
	IdleMost    = 60
)

const idleKey = "window/idle-minutes"

// IdleLock is how long the window may stand unused before it locks.
func (a *App) IdleLock(ctx context.Context) (time.Duration, error) {
	text, err := a.Recall(ctx, idleKey)
	minutes, bad := strconv.Atoi(text)
	if bad != nil || minutes < IdleLeast || minutes > IdleMost {
		minutes = IdleMinutes
	}
	return time.Duration(minutes) * time.Minute, err
}

// SetIdleLock says after how many minutes the window locks. It holds for this store, whoever is in.
func (a *App) SetIdleLock(ctx context.Context, minutes int) error {
	if minutes < IdleLeast || minutes > IdleMost {
		return fault.New(fault.BadValue, "空闲锁定", strconv.Itoa(minutes), fmt.Sprintf("应为%d至%d分钟", IdleLeast, IdleMost))
	}
	return a.Remember(ctx, idleKey, strconv.Itoa(minutes))
}

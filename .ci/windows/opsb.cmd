@echo off
reg add "HKCU\Software\Classes\.opsb" /ve /d "OpsLedger.Bundle" /f
reg add "HKCU\Software\Classes\OpsLedger.Bundle\shell\open\command" /ve /d "\"%~dp0opsledger.exe\" \"%%1\"" /f
pause

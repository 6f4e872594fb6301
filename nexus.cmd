@echo off
setlocal
set "root=%~dp0"
if not exist "%root%node_modules\node\bin\node.exe" (
  node "%root%tools\bootstrap.mjs" --install || exit /b 1
)
"%root%node_modules\node\bin\node.exe" "%root%apps\vault\src\cli\main.ts" %*

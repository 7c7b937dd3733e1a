#!/usr/bin/env bash
# A picture of every page at every size, in both languages and themes, into tests/ScreenOps.Browser.Tests/screens, of a morning in which every part of a page has something in it.
# SCREENOPS_PICTURES takes fewer: a pattern of their names, such as ^page-board-zh-CN-light.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build tests/ScreenOps.Browser.Tests -v quiet
exec tests/ScreenOps.Browser.Tests/bin/Debug/net10.0/ScreenOps.Browser.Tests -class '*.PictureTests' -noLogo -noColor

#!/bin/sh
# Draws the demonstration media of the seed: our own texts, shapes and tones, no outside material.
# Needs: apt-get install ffmpeg librsvg2-bin fonts-noto-cjk. The results are committed, so that a fresh clone needs none of it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../../content/Seed/data}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

card() { # card NAME COLOUR KICKER TITLE LINE1 LINE2
  cat > "$work/$1.svg" <<SVG
<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">
  <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="$2"/><stop offset="1" stop-color="#3b0a0a"/></linearGradient></defs>
  <rect width="640" height="360" fill="url(#g)"/>
  <path d="M0 292 C120 262 220 318 340 288 S560 262 640 296 V360 H0Z" fill="#f4c95d" fill-opacity=".18"/>
  <g font-family="Noto Sans CJK SC" fill="#fff7e0">
    <text x="48" y="84" font-size="18" fill="#f4c95d">$3</text>
    <text x="48" y="146" font-size="42" font-weight="bold">$4</text>
    <text x="48" y="206" font-size="22">$5</text>
    <text x="48" y="242" font-size="22">$6</text>
  </g>
</svg>
SVG
  rsvg-convert "$work/$1.svg" -o "$work/$1.png"
}
card 1 '#a4161a' '泉州网上党校 · 试学课' '党的历史：从一艘红船说起' '本片二十四秒，用来试一试' '从选课到学时的全过程'
card 2 '#9d0208' '一九二一年 · 上海、嘉兴' '开天辟地' '七月，第一次全国代表大会召开，' '最后一天的会议在嘉兴南湖的船上举行'
card 3 '#7f1d1d' '一九四九年 · 北京' '换了人间' '十月一日，中华人民共和国成立，' '中国人民从此站起来了'
card 4 '#8d2b0b' '学完之后' '学时怎样计算' '服务器按真实观看的时间逐秒记录，' '不足一个学时的部分也会保留'

# Four cards of six seconds with a progress bar; a soft chord fades in and out. Bit-exact flags keep the file the same from run to run.
ffmpeg -v error -y \
  -loop 1 -framerate 25 -t 6 -i "$work/1.png" -loop 1 -framerate 25 -t 6 -i "$work/2.png" \
  -loop 1 -framerate 25 -t 6 -i "$work/3.png" -loop 1 -framerate 25 -t 6 -i "$work/4.png" \
  -f lavfi -t 24 -i "aevalsrc='0.05*(sin(2*PI*261.63*t)+sin(2*PI*329.63*t)+sin(2*PI*392*t))*(0.6+0.4*sin(2*PI*t/6))':s=44100" \
  -f lavfi -t 24 -i "color=c=0xf4c95d:s=640x6:r=25" \
  -filter_complex "[0][1][2][3]concat=n=4:v=1,format=yuv420p[v];[v][5]overlay=x='-640+640*t/24':y=354[p];[4]afade=t=in:d=1,afade=t=out:st=22.5:d=1.5[a]" \
  -map "[p]" -map "[a]" -t 24 -c:v libx264 -profile:v main -preset veryslow -crf 24 -g 50 -c:a aac -b:a 64k -ac 1 \
  -movflags +faststart -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$out/party-history.mp4"

# Twenty seconds of sound for the audio lesson.
ffmpeg -v error -y -f lavfi -t 20 -i "aevalsrc='0.08*(sin(2*PI*220*t)+0.6*sin(2*PI*277.18*t)+0.5*sin(2*PI*329.63*t))*(0.5+0.5*sin(2*PI*t/5))':s=44100" \
  -af "afade=t=in:d=1,afade=t=out:st=18:d=2" -c:a aac -b:a 64k -ac 1 -movflags +faststart -map_metadata -1 -fflags +bitexact -flags:a +bitexact "$out/reading.m4a"

cp "$work/1.png" "$out/poster.png"
SOURCE_DATE_EPOCH=1263484800 rsvg-convert -f pdf -o "$out/handbook.pdf" "$here/handbook-1.svg" "$here/handbook-2.svg"
ls -l "$out"

#!/bin/sh
# Makes the lectures of the demonstration, a film and its captions of each text in lectures/, and the posters of posters.txt: our own words and shapes.
# Needs: apt-get install ffmpeg librsvg2-bin fonts-noto-cjk. The results are committed, and the same from run to run with the same versions of these.
#
# A text has a head (minutes, colour, course, title, ending), then slides: "= title" and three points "- heading|what is said". A slide shows its points one
# after the other; what is said stands below each and is its caption, sentence by sentence. The slides share the time alike, so that people can read and think.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../../content/Seed/data}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
export LC_ALL=C   # awk counts bytes; a Chinese character is a lead byte with those that follow

lecture() { # lecture NAME
  at=$work/$1; mkdir "$at"
  awk -v dir="$at" -v vtt="$out/$1.vtt" '
    function head(file, from, to) {
      print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"540\" viewBox=\"0 0 960 540\">" \
        "<rect width=\"960\" height=\"540\" fill=\"" from "\"/><g font-family=\"Noto Sans CJK SC\" fill=\"" to "\">" > file
    }
    function text(file, x, y, size, weight, colour, words) {
      print "<text x=\"" x "\" y=\"" y "\" font-size=\"" size "\" font-weight=\"" weight "\" fill=\"" colour "\">" words "</text>" > file
    }
    function close_(file) { print "</g></svg>" > file; close(file) }
    function card(seconds, first, second, third) { # the first and the last picture
      file = sprintf("%s/%03d.svg", dir, pictures)
      head(file, v["colour"], "#fff7e0")
      print "<rect y=\"404\" width=\"960\" height=\"136\" fill=\"#000\" fill-opacity=\".18\"/><rect x=\"72\" y=\"282\" width=\"120\" height=\"5\" fill=\"#f4c95d\"/>" > file
      text(file, 72, 150, 26, "normal", "#f4c95d", first); text(file, 72, 240, 60, "bold", "#fff7e0", second); text(file, 72, 344, 26, "normal", "#fff7e0", third)
      close_(file); show(seconds, 1)
    }
    function show(seconds, isSlide) {
      printf "file %03d.png\nduration %d\n", pictures, seconds > (dir "/list.txt")
      if (isSlide) keys = keys (keys == "" ? "" : ",") now
      pictures++; now += seconds
    }
    function clock(t) { return sprintf("%02d:%02d:%02d.%03d", int(t / 3600), int(t / 60) % 60, int(t) % 60, int((t - int(t)) * 1000 + .5)) }
    function letters(s,   n, i) { n = 0; for (i = 1; i <= length(s); i++) if (substr(s, i, 1) < "\200" || substr(s, i, 1) >= "\300") n++; return n }
    function wrap(s, most,   n, i, c) { # where a line of so many letters ends; a line does not begin with a mark
      n = 0
      for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        if ((c < "\200" || c >= "\300") && ++n > most && index("，。；：、？！）”》", substr(s, i, 3)) == 0) return i - 1
      }
      return length(s)
    }
    function say(from, words,   rest, stop, one, t) { # a cue for each sentence, at four letters a second
      t = from
      for (rest = words; rest != ""; ) {
        stop = match(rest, /(。|？|！|；)/) ? RSTART + RLENGTH - 1 : length(rest)
        one = substr(rest, 1, stop); rest = substr(rest, stop + 1)
        if (substr(rest, 1, 3) == "”") { one = one "”"; rest = substr(rest, 4) }
        printf "\n%s --> %s\n%s\n", clock(t), clock(t + letters(one) / 4 + 1), one > vtt
        t += letters(one) / 4 + 1.2
      }
    }
    function slide(s, shown,   file, i, y, rest, cut) {
      file = sprintf("%s/%03d.svg", dir, pictures)
      head(file, "#fffdf6", "#222")
      print "<rect width=\"960\" height=\"84\" fill=\"" v["colour"] "\"/><rect y=\"84\" width=\"960\" height=\"4\" fill=\"#f4c95d\"/>" > file
      text(file, 48, 54, 32, "bold", "#fff7e0", titles[s]); text(file, 48, 528, 14, "normal", "#888", v["course"] " · " v["title"])
      text(file, 880, 528, 14, "normal", "#888", s " / " slides)
      for (i = 1; i <= shown; i++) {
        y = 138 + (i - 1) * 122
        print "<rect x=\"48\" y=\"" y - 22 "\" width=\"6\" height=\"92\" fill=\"" v["colour"] "\"/>" > file
        text(file, 72, y, 27, "bold", v["colour"], heads[s, i])
        rest = said[s, i]; cut = wrap(rest, letters(rest) > 38 && letters(rest) < 50 ? 30 : 38)
        text(file, 72, y + 38, 21, "normal", "#222", substr(rest, 1, cut)); rest = substr(rest, cut + 1)
        if (rest != "") text(file, 72, y + 68, 21, "normal", "#222", rest)
      }
      close_(file)
    }
    /^= / { titles[++slides] = substr($0, 3); points = 0; next }
    /^- / { split(substr($0, 3), part, "|"); heads[slides, ++points] = part[1]; said[slides, points] = part[2]; next }
    NF > 1 { v[$1] = substr($0, length($1) + 2) }
    END {
      printf "WEBVTT\n" > vtt
      total = v["minutes"] * 60; each = int((total - 90) / slides); point = int((each - 10) / 3)
      card(30, v["course"], v["title"], "泉州网上党校 · 全片 " v["minutes"] " 分钟"); say(2, v["title"] "。")
      for (s = 1; s <= slides; s++) {
        slide(s, 0); show(10, 1)
        for (i = 1; i <= 3; i++) { slide(s, i); say(now + 1, heads[s, i] "。" said[s, i]); show(i < 3 ? point : each - 10 - 2 * point, 0) }
      }
      say(now + 2, v["ending"] "。"); card(total - now, "本讲到此结束", v["ending"], v["course"] " · " v["title"])
      printf "file %03d.png\n", pictures - 1 > (dir "/list.txt")
      print "total=" total "; each=" each "; keys=" keys > (dir "/times")
    }' "$here/lectures/$1.txt"
  for svg in "$at"/*.svg; do rsvg-convert "$svg" -o "${svg%.svg}.png"; done
  . "$at/times"
  # One picture a second, and a key picture where a slide begins; a soft tone there, silence else. One thread: the number of threads changes the bytes.
  ffmpeg -v error -y -threads 1 -f concat -safe 0 -i "$at/list.txt" \
    -f lavfi -t "$total" -i "aevalsrc='if(gte(t,30)*lt(mod(t-30,$each),2),0.08*exp(-3*mod(t-30,$each))*(sin(2*PI*523.25*t)+0.5*sin(2*PI*784*t)),0)':s=16000" \
    -filter_complex "[0]fps=1,format=yuv420p[v]" -map "[v]" -map 1:a -t "$total" \
    -c:v libx264 -threads 1 -profile:v main -preset slower -crf 31 -bf 0 -g 9999 -sc_threshold 0 -force_key_frames "$keys" \
    -c:a aac -b:a 16k -ac 1 -movflags +faststart -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact "$out/$1.mp4"
}

poster() { # poster NAME COLOUR KICKER TITLE
  cat > "$work/poster.svg" <<SVG
<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270" viewBox="0 0 480 270">
  <rect width="480" height="270" fill="$2"/><circle cx="424" cy="42" r="96" fill="#fff" fill-opacity=".07"/><circle cx="400" cy="250" r="150" fill="#000" fill-opacity=".10"/>
  <rect x="36" y="158" width="72" height="4" fill="#f4c95d"/>
  <g font-family="Noto Sans CJK SC"><text x="36" y="70" font-size="17" fill="#f4c95d">$3</text><text x="36" y="136" font-size="40" font-weight="bold" fill="#fff7e0">$4</text>
  <text x="36" y="236" font-size="15" fill="#fff7e0">泉州网上党校</text></g>
</svg>
SVG
  rsvg-convert "$work/poster.svg" -o "$out/poster-$1.png"
}

for text in "$here"/lectures/*.txt; do lecture "$(basename "$text" .txt)"; done
while IFS='|' read -r name colour kicker title; do poster "$name" "$colour" "$kicker" "$title"; done < "$here/posters.txt"
ls -l "$out"

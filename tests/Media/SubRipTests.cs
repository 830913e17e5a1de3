using System.Text;
using ELearning.Content;

namespace ELearning.Tests.Media;

public sealed class SubRipTests
{
    [Theory]
    [InlineData("1\n00:00:01,000 --> 00:00:02,500\n同志们好\n", "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n同志们好\n")]
    [InlineData(
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nA\r\nB\r\n\r\n2\r\n01:00:03,000 --> 01:00:04,000\r\nC",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nA\nB\n\n01:00:03.000 --> 01:00:04.000\nC\n"
    )]
    [InlineData("1\n00:00:01,000 --> 00:00:02,500 X1:40 X2:600 Y1:20 Y2:50\nA\n", "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nA\n")]
    [InlineData("1\n0:00:01.5 --> 0:00:02.05\nA\n", "WEBVTT\n\n00:00:01.500 --> 00:00:02.050\nA\n")]
    [InlineData(
        "1\n00:00:01,000 --> 00:00:02,000\n<i>A</i> <font color=\"#fff\">B</font> {\\an8}C <script>\n",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<i>A</i> B C &lt;script&gt;\n"
    )]
    [InlineData("1\n00:00:01,000 --> 00:00:02,000\nR&D 3 < 4 --> 5\n", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nR&amp;D 3 &lt; 4 --&gt; 5\n")]
    [InlineData(
        "1\n00:00:01,000 --> 00:00:02,000\n1949\n\n2\n00:00:03,000 --> 00:00:04,000\nB\n",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n1949\n\n00:00:03.000 --> 00:00:04.000\nB\n"
    )]
    [InlineData("1\n00:01,000 --> 00:02,000\nA\n", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nA\n")]
    [InlineData("", "WEBVTT\n")]
    [InlineData("no captions at all", "WEBVTT\n")]
    public void SubRip_becomes_WebVTT(string subRip, string webVtt) => Assert.Equal(webVtt, Encoding.UTF8.GetString(SubRip.ToWebVtt(subRip)));
}

using System.Diagnostics;
using System.Globalization;

namespace ELearning.Processes.Tests.Media;

/// <summary>Files made for one test by <c>ffmpeg</c>, and what <c>ffprobe</c> itself says of them.</summary>
internal static class Ffmpeg
{
    /// <param name="arguments">What to make, between <c>ffmpeg</c> and the name of the file.</param>
    /// <param name="file">Where to; its ending chooses the format.</param>
    public static async Task MakeAsync(string arguments, string file) => await RunAsync("ffmpeg", $"-v error -nostdin -y {arguments} \"{file}\"");

    public static async Task<byte[]> BytesAsync(string arguments, string ending)
    {
        var folder = Directory.CreateTempSubdirectory("elearning-ffmpeg-");
        try
        {
            var file = Path.Combine(folder.FullName, "made" + ending);
            await MakeAsync(arguments, file);
            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static async Task<double> DurationAsync(string file) =>
        double.Parse(await RunAsync("ffprobe", $"-v error -show_entries format=duration -of csv=p=0 \"{file}\""), CultureInfo.InvariantCulture);

    private static async Task<string> RunAsync(string program, string arguments)
    {
        Process? process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new InvalidOperationException($"{program} is missing: run infra/test.sh, which installs it.", cause);
        }
        using (process!)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {arguments}: {await errors}");
        }
    }
}

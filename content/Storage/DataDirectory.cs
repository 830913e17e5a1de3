namespace ELearning.Content;

/// <summary>The folder of the embedded database, the folder blob store and the development keys.</summary>
public static class DataDirectory
{
    /// <summary>Makes the directory when it is missing and proves that a file can be written in it.</summary>
    /// <exception cref="ConfigurationError">It cannot.</exception>
    public static void Require(string directory)
    {
        try
        {
            // It will hold personal data and keys: nobody but the process's user gets in.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var probe = Path.Combine(directory, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationError("Storage:DataDirectory", $"cannot write in {directory} ({cause.Message.ReplaceLineEndings(" ")}); name a directory this process may write in", cause);
        }
    }
}

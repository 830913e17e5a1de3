namespace ELearning.Content;

/// <summary>The folder of the embedded database, the folder blob store and the development keys.</summary>
public static class DataDirectory
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Returns the options to make a file that holds a key: for its owner alone, from its first byte.</summary>
    public static FileStreamOptions ForOwnerAlone()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerAlone;
        return options;
    }

    /// <summary>Takes a file that came into the directory in another way from everybody but its owner.</summary>
    public static void Tighten(string file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~OwnerAlone) != 0)
            File.SetUnixFileMode(file, OwnerAlone);
    }

    /// <summary>Makes the directory when it is missing, shuts it to everybody else where it is not, and proves that a file can be written in it.</summary>
    /// <exception cref="ConfigurationError">It cannot.</exception>
    public static void Require(string directory)
    {
        try
        {
            // It will hold personal data and keys: nobody but the process's user gets in.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Shut(Directory.CreateDirectory(directory, OwnerAlone | UnixFileMode.UserExecute));
            var probe = Path.Combine(directory, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationError(
                "Storage:DataDirectory",
                $"cannot write in {directory} ({cause.Message.ReplaceLineEndings(" ")}); name a directory this process may write in",
                cause
            );
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Shut(DirectoryInfo directory)
    {
        const UnixFileMode mode = OwnerAlone | UnixFileMode.UserExecute;
        // One with a sticky bit, such as /tmp, is shared by design and not ours to shut; the files in it are their owner's alone.
        if ((directory.UnixFileMode & UnixFileMode.StickyBit) != 0 || (directory.UnixFileMode & ~mode) == 0)
            return;
        try
        {
            directory.UnixFileMode = mode;
        }
        catch (UnauthorizedAccessException)
        {
            // A volume that belongs to somebody else and is lent by its group, as clusters mount them: whether it can be written decides, and the files in it
            // are their owner's alone.
        }
    }
}

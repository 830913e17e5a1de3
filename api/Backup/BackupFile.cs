using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>Files and folders of a backup, for their owner alone from the first byte.</summary>
internal static partial class BackupFile
{
    private const int BufferSize = 1 << 20;

    public static void MakeFolder(string folder)
    {
        // .NET gives the rights to the last folder only.
        if (Path.GetDirectoryName(folder) is { } above && !Directory.Exists(above))
            MakeFolder(above);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// Gives a blob a second name, or copies it where the two lie on different volumes. Its bytes never change, so the names may share them.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file, or not any more.</exception>
    public static void LinkOrCopy(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && Link(from, to) == 0)
            DataDirectory.Tighten(to);
        else
            Copy(from, to);
    }

    /// <summary>Copies a file onto the disk.</summary>
    /// <returns>The SHA-256 of the bytes, lower-case hex.</returns>
    /// <exception cref="FileNotFoundException">There is no such file, or not any more.</exception>
    public static string Copy(string from, string to)
    {
        using var source = Open(from);
        using var target = new FileStream(to, DataDirectory.ForOwnerAlone());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        for (var read = source.Read(buffer); read > 0; read = source.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
            target.Write(buffer, 0, read);
        }
        target.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string Sha256(string file)
    {
        using var source = Open(file);
        return Convert.ToHexStringLower(SHA256.HashData(source));
    }

    /// <summary>Without a lock: who writes it goes on.</summary>
    private static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);
}

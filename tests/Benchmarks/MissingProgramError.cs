namespace ELearning.Benchmarks;

/// <summary>A program from outside that something is compared with cannot be had on this machine.</summary>
internal sealed class MissingProgramError(string message) : Exception(message)
{
    /// <param name="program">As one types it.</param>
    /// <param name="package">Debian's that has it.</param>
    /// <exception cref="MissingProgramError">It is nowhere on the path.</exception>
    public static void Require(string program, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            throw new MissingProgramError($"{program} is not installed (apt-get install {package})");
    }

    /// <summary>Starts one of those that are compared, or says in a line why it is left out.</summary>
    /// <returns>Null where it is left out.</returns>
    public static async Task<T?> OrWithoutAsync<T>(string name, Func<Task<T>> start)
        where T : class
    {
        try
        {
            return await start();
        }
        catch (MissingProgramError missing)
        {
            Console.WriteLine($"{name} is left out: {missing.Message}");
            return null;
        }
    }
}

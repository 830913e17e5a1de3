namespace ELearning.Content;

/// <summary>What the faults of sheets say, in the language of the request or shell, out of <c>SheetTexts.json</c>.</summary>
public static class SheetTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(SheetTexts), nameof(SheetTexts));

    /// <summary>What is wrong, and how to mend it.</summary>
    public static string Of(SheetFault fault) => Of(fault.Code.ToString(), [.. fault.Facts]);

    /// <summary>The code as programs read it.</summary>
    public static string CodeOf(SheetFaultCode code) => ExpectedError.CodeOf(code.ToString());

    internal static bool Has(string key) => Texts.Has(key);

    /// <summary>Padded, so that a text with more places than facts is still a text.</summary>
    internal static string Of(string key, params string[] facts) => Texts.Format(key, [.. facts, "", "", ""]);
}

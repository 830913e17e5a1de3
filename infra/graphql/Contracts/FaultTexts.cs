namespace ELearning.GraphQL;

/// <summary>The server's own texts: one for each code of a request that it refuses itself, in Chinese and English, with places for the arguments.</summary>
public static class FaultTexts
{
    private static readonly BilingualTexts Texts = BilingualTexts.Read(typeof(FaultTexts), nameof(FaultTexts));

    /// <summary>The text in the language of the request, with <c>{0}</c> for its first argument; null where the code is not the server's.</summary>
    public static string? Find(string code) => Texts.Find(code);

    /// <summary>Whether the code is the server's and has its text in both languages.</summary>
    public static bool Has(string code) => Texts.Has(code);
}

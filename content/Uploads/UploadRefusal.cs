using System.Globalization;

namespace ELearning.Content;

/// <summary>Why a whole file was not stored, in the form in which its upload's document holds it: the error that was answered, to be answered again.</summary>
/// <param name="Rule">The name of the first rule that the file broke.</param>
/// <param name="Fault">The name of the <see cref="MediaFault"/>.</param>
/// <param name="Facts">What the text of the fault names, in order.</param>
public sealed record UploadRefusal(string Rule, string Fault, IReadOnlyList<string> Facts)
{
    internal static UploadRefusal Of(ContentError error) =>
        new(
            $"{error.Arguments[0]}",
            $"{error.Arguments[1]}",
            [.. error.Arguments.Skip(2).Select(fact => Convert.ToString(fact, CultureInfo.InvariantCulture) ?? "")]
        );

    public ContentError ToError() => new(ContentErrorCode.MediaRefused, [Rule, Enum.TryParse<MediaFault>(Fault, out var fault) ? fault : Fault, .. Facts]);
}

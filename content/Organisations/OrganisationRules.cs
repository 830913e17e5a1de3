namespace ELearning.Content;

/// <summary>The rules of organisations: their code, their place in the tree, their level below that of the parent.</summary>
internal static class OrganisationRules
{
    public static Organisation Make(NewOrganisation input, Organisation? parent)
    {
        if (input.Code.Length is 0 or > 40)
            throw ContentError.Invalid("code", input.Code.Length == 0 ? InputFault.Required : InputFault.TooLong, 40);
        if (!input.Code.All(letter => char.IsAsciiDigit(letter) || letter == '-'))
            throw ContentError.Invalid("code", InputFault.Malformed);
        InputChecks.Known("level", input.Level);
        if (input.Sector is { } sector)
            InputChecks.Known("sector", sector);
        // A basic committee has branches below it; every other level only holds lower ones.
        if (parent is not null && (input.Level < parent.Level || (input.Level == parent.Level && input.Level != OrganisationLevel.Basic)))
            throw ContentError.Invalid("level", InputFault.NotAllowed, parent.Level);
        InputChecks.NotBefore("establishedOn", input.EstablishedOn, InputChecks.Earliest);
        return new()
        {
            Id = input.Code,
            Name = InputChecks.Text("name", input.Name, 100),
            Level = input.Level,
            Sector = input.Sector,
            ParentId = parent?.Id,
            Lineage = [.. parent?.Lineage ?? [], input.Code],
            Existence = new(input.EstablishedOn, null),
        };
    }

    public static bool Same(Organisation one, Organisation other) => one with { Lineage = other.Lineage } == other && one.Lineage.SequenceEqual(other.Lineage);
}

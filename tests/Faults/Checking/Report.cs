using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking;

/// <summary>What came out: the counts of every relation, and the first offenders with their whole history.</summary>
public sealed class Report(
    IReadOnlyList<Relation> relations, IReadOnlyList<History> offenders, IReadOnlyList<Fault> faults, int lines, TimeSpan took)
{
    /// <summary>More are counted, but not told at length.</summary>
    public const int MaxOffenders = 20;

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IReadOnlyList<Relation> Relations => relations;

    public IReadOnlyList<History> Offenders => offenders;

    public bool IsGood => relations.All(relation => relation.IsGood);

    public int Lost => Count(Flaw.Lost);

    public int Unexpected => Count(Flaw.Unexpected);

    public int Doubled => Count(Flaw.Doubled);

    /// <summary>Bot calls and sends that came before an earlier one.</summary>
    public int Inversions => Count(Flaw.Inverted);

    public int Misdirected => Count(Flaw.Misdirected);

    public int Recovered => relations.Sum(relation => relation.Recovered);

    public int AmbiguousInjected => Note("injected");

    public int AmbiguousReported => Note("reported");

    public int AmbiguousSettled => Note("settled");

    /// <summary>Rows that stand unknown without a cause.</summary>
    public int UnexplainedUnknown => Count(Flaw.Unexplained);

    /// <summary>The closing line.</summary>
    public string Verdict => string.Create(
        CultureInfo.InvariantCulture, $"{relations.Count(relation => relation.IsGood)} passed, {relations.Count(relation => !relation.IsGood)} failed");

    public int Count(Flaw flaw) => relations.Sum(relation => relation.Count(flaw));

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            IsGood,
            Lines = lines,
            Seconds = Math.Round(took.TotalSeconds, 1),
            Lost,
            Unexpected,
            Doubled,
            Recovered,
            Inversions,
            Misdirected,
            Ambiguous = new { Injected = AmbiguousInjected, Reported = AmbiguousReported, Settled = AmbiguousSettled },
            UnexplainedUnknown,
            Faults = faults.GroupBy(fault => fault.Name).ToDictionary(group => group.Key, group => group.Count()),
            Relations = relations.Select(relation => new
            {
                relation.Name,
                relation.IsGood,
                relation.Checked,
                Lost = relation.Count(Flaw.Lost),
                Unexpected = relation.Count(Flaw.Unexpected),
                Doubled = relation.Count(Flaw.Doubled),
                relation.Recovered,
                Rules = relation.Offences.GroupBy(offence => offence.Name).ToDictionary(group => group.Key, group => group.Count()),
                relation.Notes,
            }),
            Offenders = offenders.Select(offender => new
            {
                offender.Offence.Relation,
                Flaw = offender.Offence.Flaw.ToString(),
                Rule = offender.Offence.Name,
                offender.Offence.What,
                History = offender.Lines,
            }),
        },
        s_json);

    /// <summary>The table, the first offenders, and the closing line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Row("relation", "checked", "lost", "unexpected", "doubled", "recovered", "other", "notes"));
        foreach (var relation in relations)
        {
            var (lost, unexpected, doubled) = (relation.Count(Flaw.Lost), relation.Count(Flaw.Unexpected), relation.Count(Flaw.Doubled));
            text.AppendLine(Row(
                relation.Name, relation.Checked, lost, unexpected, doubled, relation.Recovered, relation.Offences.Count - lost - unexpected - doubled,
                string.Join(", ", relation.Notes.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Key} {note.Value}")))));
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"inversions {Inversions}, misdirected {Misdirected}, ambiguous {AmbiguousInjected} injected, {AmbiguousReported} reported, {AmbiguousSettled} settled, unexplained unknown {UnexplainedUnknown}");
        foreach (var offender in offenders)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{offender.Offence.Relation}: {offender.Offence.Name}: {offender.Offence.What}");
            offender.Lines.ToList().ForEach(line => text.Append("    ").AppendLine(line));
        }

        return text.Append(CultureInfo.InvariantCulture, $"{lines} lines in {took.TotalSeconds:0.0} s: {Verdict}").ToString();
    }

    private static string Row(params ReadOnlySpan<object> cells) => string.Create(
        CultureInfo.InvariantCulture, $"{cells[0],-16}{cells[1],10}{cells[2],8}{cells[3],12}{cells[4],9}{cells[5],11}{cells[6],7}  {cells[7]}").TrimEnd();

    private int Note(string name) => relations.Sum(relation => relation.Name == "ambiguity" ? relation.Notes.GetValueOrDefault(name) : 0);
}

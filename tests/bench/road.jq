# The peer of the batch in jq: grades complete road incidents, line by line, as `respond grade road --batch` does (plan text, 4.1.1 to 4.1.4).

def clauses($level; $accident; $hazmat; $weather):
  [ if $accident then "4.1.\($level)/事故" else empty end,
    if $hazmat then "4.1.\($level)/危化品" else empty end,
    if $weather then "4.1.\($level)/天气" else empty end ];

def answer($level; $safe; $clauses):
  [ "一级响应", "二级响应", "三级响应", "四级响应" ] as $names
  | def name: if . == null then "未达任何级别" else $names[. - 1] end;
  { id, $level, possible: $level, settled: true, safe_level: $safe, event_grade: null, $clauses, ask: [],
    warnings: (if $level == $safe then []
               else ["条文有空档：按字面为\($level | name)；去掉伤害的上限则为\($safe | name)，建议按后者执行。"] end) };

. as $line | .facts
| .traffic_accident as $accident | .hazmat_release as $hazmat | .severe_weather as $weather
| .deaths as $deaths | (.deaths + .injured) as $casualties | (.deaths + .missing) as $lost | ($casualties + .missing) as $harmed
| .pollution as $pollution | .cities as $cities | .counties as $counties
| (if ($accident and ($deaths >= 30 or $casualties >= 100))
      or ($hazmat and ($deaths >= 10 or $casualties >= 50 or $pollution == "major")) or ($weather and $cities >= 5) then 1
   elif ($accident and ($lost >= 10 or $casualties >= 50))
      or ($hazmat and ($lost >= 5 or $casualties >= 30 or $pollution == "some")) or ($weather and $counties >= 4) then 2
   elif ($accident and ($lost >= 3 or $casualties >= 10))
      or ($hazmat and ($lost >= 3 or $casualties >= 5)) or ($weather and $counties >= 2) then 3
   elif ($accident and $harmed >= 1) or ($hazmat and ($lost >= 1 or $casualties >= 1)) or $weather then 4
   else null end) as $safe
| clauses(1; $accident and ($deaths >= 30 or $casualties >= 100);
               $hazmat and ($deaths >= 10 or $casualties >= 50 or $pollution == "major");
               $weather and $cities >= 5) as $held
| $line
| if $held != [] then answer(1; $safe; $held)
  else clauses(2; $accident and (($lost >= 10 and $lost < 30) or ($casualties >= 50 and $casualties < 100));
                  $hazmat and (($lost >= 5 and $lost < 10) or ($casualties >= 30 and $casualties < 50) or $pollution == "some");
                  $weather and $counties >= 4) as $held
  | if $held != [] then answer(2; $safe; $held)
    else clauses(3; $accident and (($lost >= 3 and $lost < 10) or ($casualties >= 10 and $casualties < 50));
                    $hazmat and (($lost >= 3 and $lost < 5) or ($casualties >= 5 and $casualties < 30));
                    $weather and $counties >= 2) as $held
    | if $held != [] then answer(3; $safe; $held)
      else clauses(4; $accident and (($deaths >= 1 and $deaths < 3) or ($harmed >= 1 and $harmed < 10));
                      $hazmat and (($lost >= 1 and $lost < 3) or ($casualties >= 1 and $casualties < 5));
                      $weather) as $held
      | if $held != [] then answer(4; $safe; $held) else answer(null; $safe; []) end
      end
    end
  end
